"""What articles and events share: text in three languages, drafts, review, addresses that never die."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Cast
from django.http import Http404
from django.utils import timezone, translation
from modelcluster.models import ClusterableModel
from wagtail.actions.unpublish import UnpublishAction
from wagtail.models import (
    DraftStateMixin,
    LockableMixin,
    PreviewableMixin,
    Revision,
    RevisionMixin,
    WorkflowMixin,
)
from wagtail.search import index

from tillit.editorial.blocks import BodyBlocks
from tillit.editorial.fields import BodyField
from tillit.editorial.languages import CODES, Multilingual
from tillit.editorial.models.past import PublishedAddress, PublishedVersion, TakeDown
from tillit.editorial.translations import all_statuses
from tillit.links import NAMES
from tillit.pagecache.models import Public, PublicQuerySet, changed
from tillit.search.searchable import Searchable
from tillit.text import ascii_slug, in_words

PICTURE_SIZES = ("width-1280", "fill-640x285")  # in a text, on a card


class PageGone(Exception):
    """There was a page at the address, and now there is none; `taken_down` tells why, where somebody said so."""

    def __init__(self, taken_down=None):
        super().__init__()
        self.taken_down = taken_down


class EditorialQuerySet(PublicQuerySet):
    def published(self):
        return self.filter(Q(expire_at=None) | Q(expire_at__gt=timezone.now()), live=True)

    def with_schedule(self):
        """Each with `scheduled_for`: when a version of it is published by itself."""
        kind = ContentType.objects.get_for_model(self.model)
        waiting = Revision.objects.filter(
            base_content_type=kind,
            object_id=Cast(OuterRef("pk"), models.CharField()),
            approved_go_live_at__isnull=False,
        )
        return self.annotate(scheduled_for=Subquery(waiting.values("approved_go_live_at")[:1]))

    def unarchived(self):
        """Without those that are kept readable but no longer looked after."""
        kind = ContentType.objects.get_for_model(self.model)
        return self.exclude(pk__in=TakeDown.objects.filter(content_type=kind).values("object_id"))

    def formerly_at(self, language, slug):
        """The published page that once stood at this slug, or None; PageGone when it is not there any more."""
        kind = ContentType.objects.get_for_model(self.model)
        address = PublishedAddress.objects.filter(content_type=kind, language=language, slug=slug).first()
        page = address and self.published().filter(pk=address.object_id).first()
        if address and page is None:
            raise PageGone(TakeDown.objects.filter(content_type=kind, object_id=address.object_id).first())
        return page

    def published_or_gone(self, pk):
        """The published page; PageGone where it has been one, Http404 where it never was."""
        page = self.published().filter(pk=pk).first()
        if page:
            return page
        kind = ContentType.objects.get_for_model(self.model)
        if PublishedVersion.objects.filter(content_type=kind, object_id=pk).exists():
            raise PageGone(TakeDown.objects.filter(content_type=kind, object_id=pk).first())
        raise Http404


class Editorial(
    Searchable,
    Public,
    Multilingual,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
):
    """A text with its drafts. Relations of a subclass are parental, or an edit of a live page loses them."""

    names_it = ("title", "slug")

    title = models.CharField("rubrik", max_length=160)
    slug = models.SlugField(
        "adress",
        max_length=100,
        unique=True,
        null=True,
        blank=True,
        help_text="Görs av rubriken om den är tom.",
        error_messages={
            "unique": "Adressen används av en annan sida. Ändra den, eller töm fältet så görs en ny."
        },
    )
    lead = models.TextField("ingress", blank=True, max_length=600)
    body = BodyField(BodyBlocks(), verbose_name="text", blank=True)
    picture = models.ForeignKey(
        "editorial.Picture",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="bild överst",
        help_text="Utan bild ritas ett omslag.",
    )
    picture_alt = models.CharField(
        "alternativtext",
        max_length=250,
        blank=True,
        help_text="Vad bilden överst visar, för den som inte ser den.",
    )
    picture_is_decorative = models.BooleanField("bilden är bara dekoration", default=False)
    picture_caption = models.CharField("bildtext", max_length=250, blank=True)
    organisation = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="%(class)ss",
        verbose_name="organisation",
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_%(class)ss",
        verbose_name="ansvarig",
        help_text="Den som ser till att sidan håller. Visas inte för läsare.",
    )
    published_on = models.DateField(
        "publicerad", null=True, blank=True, help_text="Sätts vid första publiceringen om den är tom."
    )
    updated_on = models.DateField(
        "uppdaterad", null=True, blank=True, help_text="Senaste ändringen som betyder något för läsaren."
    )
    # For each language, which Swedish text it was translated from (tillit.editorial.translations).
    translations = models.JSONField(default=dict, blank=True, editable=False)
    # How each stands, worked out when the row is saved, so that a table of all need not read the texts.
    translation_states = models.JSONField(default=dict, blank=True, editable=False)
    # A row made in code is a draft until someone publishes it; the library's default is the opposite.
    live = models.BooleanField("publicerad nu", default=False, editable=False)

    take_downs = GenericRelation("editorial.TakeDown")
    versions = GenericRelation("editorial.PublishedVersion")

    objects = EditorialQuerySet.as_manager()
    never_told = frozenset({"latest_revision", "has_unpublished_changes"})  # written for drafts

    search_fields = [
        index.SearchField("title"),
        index.AutocompleteField("title"),
        *map(index.FilterField, ("id", "owner", "organisation", "live", "expire_at")),
    ]

    class Meta:
        abstract = True

    def __str__(self):
        return self.title_sv or "Utan rubrik"

    def save(self, *args, **kwargs):
        self.translation_states = {language: status.code for language, status in all_statuses(self).items()}
        super().save(*args, **kwargs)

    @property
    def is_published(self):
        """As `EditorialQuerySet.published`, for a row that is at hand."""
        return self.live and (self.expire_at is None or self.expire_at > timezone.now())

    @property
    def may_be_found(self):
        return self.live

    @property
    def archived(self):
        """Why the page is no longer looked after, or None. Lists fetch `take_downs` beforehand."""
        return next((down for down in self.take_downs.all() if down.is_archive), None)

    @property
    def standing(self):
        """Where the page stands, in words, for lists that are `with_schedule`."""
        moment = getattr(self, "scheduled_for", None)
        if self.archived:
            return "Arkiverad"
        if moment:
            version = "Publicerad, ny version" if self.live else "Publiceras"
            return f"{version} {in_words(moment)}"
        if self.live:
            change = ", ändringar väntar" if self.has_unpublished_changes else ""
            return (
                f"Publicerad{change}, tas ned {in_words(self.expire_at)}"
                if self.expire_at
                else f"Publicerad{change}"
            )
        if taken := next(iter(self.take_downs.all()), None):
            return "Tillbakadragen" if taken.kind == TakeDown.Kind.WITHDRAWN else "Flyttad"
        if self.expired:
            return "Har gått ut"
        return "Avpublicerad" if self.first_published_at else "Utkast"

    @property
    def go_live_in_words(self):
        return in_words(self.go_live_at)

    @property
    def shown_picture(self):
        """The picture on top, while we may use it."""
        return self.picture if self.picture and self.picture.may_be_shown else None

    def obstacles(self):
        """What has to be done before readers may see the page as it stands."""
        return []

    @property
    def revisions(self):
        return self._revisions

    def full_clean(self, *args, **kwargs):
        for code in CODES:
            title, slug = getattr(self, f"title_{code}"), getattr(self, f"slug_{code}")
            # An address made of the title gets a number where it is taken; one that was chosen is kept.
            if title and (not slug or slug == ascii_slug(title)):
                setattr(self, f"slug_{code}", self.free_slug(code, ascii_slug(title)))
        # The fields without a language are checked as the Swedish ones, whoever asks.
        with translation.override(settings.LANGUAGE_CODE):
            super().full_clean(*args, **kwargs)

    def free_slug(self, code, wanted):
        """`wanted`, or with the lowest number that no other row has, now or formerly."""
        slug, number = wanted, 2
        while self._is_taken(code, slug):
            slug, number = f"{wanted}-{number}", number + 1
        return slug

    def _is_taken(self, code, slug):
        others = type(self)._default_manager.exclude(pk=self.pk)
        kind = ContentType.objects.get_for_model(type(self))
        addresses = PublishedAddress.objects.filter(content_type=kind, language=code, slug=slug)
        return (
            others.filter(**{f"slug_{code}": slug}).exists()
            or addresses.exclude(object_id=self.pk or 0).exists()
        )

    # Publishing ----------------------------------------------------------------------------------

    def lock_row(self):
        """Whoever publishes or takes down holds the page first, then its revisions and versions, and the index last."""
        type(self)._default_manager.select_for_update().get(pk=self.pk)

    def publish(self, revision, *args, **kwargs):
        """Publish a revision; a slug taken since it was written gets a number instead of an error."""
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            self.lock_row()
            self._settle_slugs(revision)
            self._settle_dates(revision)
            self._settle_owner(revision, kwargs.get("user"))
            super().publish(revision, *args, **kwargs)
            page = type(self)._default_manager.get(pk=self.pk)
            if page.live_revision_id == revision.pk:
                page._remember_version(revision, kwargs.get("user"))
            if page.live:
                page._remember_addresses()
                page._prepare_pictures()
            if page.expire_at:
                changed(due=page.expire_at)

    @transaction.atomic
    def unpublish(self, set_expired=False, commit=True, user=None, log_action=True):
        self.lock_row()
        self.versions.filter(ended_at=None).update(ended_at=timezone.now())
        # The library asks for a permission that only pages of its tree have; the view has asked for ours.
        action = UnpublishAction(
            self, set_expired=set_expired, commit=commit, user=user, log_action=log_action
        )
        action.execute(skip_permission_checks=True)

    def save_revision(self, *args, overwrite_revision=None, **kwargs):
        """While somebody writes, her last revision is written over; but never one that readers have seen."""
        if overwrite_revision and PublishedVersion.objects.filter(revision=overwrite_revision).exists():
            overwrite_revision = None
        return super().save_revision(*args, overwrite_revision=overwrite_revision, **kwargs)

    def _remember_version(self, revision, user):
        """What stood there until now has ended; a page that comes back is no longer withdrawn or moved."""
        now = timezone.now()
        self.versions.filter(ended_at=None).update(ended_at=now)
        self.versions.create(revision=revision, began_at=now, published_by=user)
        self.take_downs.exclude(kind=TakeDown.Kind.ARCHIVED).delete()

    # Taking down ---------------------------------------------------------------------------------

    @transaction.atomic
    def take_down(self, kind, *, goal="", by=None, **reasons):
        """Archive, withdraw or move the page; `reasons` are reason_sv, reason_en, reason_fi."""
        if kind == TakeDown.Kind.MOVED and self._is_own_address(goal):
            raise ValidationError("Sidan kan inte flytta till sin egen adress.")
        if kind == TakeDown.Kind.ARCHIVED and not self.live:
            raise ValidationError("Bara en sida som är publicerad kan arkiveras.")
        self.lock_row()
        self.take_downs.all().delete()
        self.revisions.update(approved_go_live_at=None)  # nothing brings it back by itself
        self.take_downs.create(kind=kind, goal=goal, by=by, **reasons)
        if kind != TakeDown.Kind.ARCHIVED and self.live:
            self.unpublish(user=by)

    def _is_own_address(self, goal):
        """However it is spelled: whole, with a query, without its last slash, or as the short address."""
        path = goal.removeprefix(settings.SITE_URL).partition("?")[0].partition("#")[0]
        kind = ContentType.objects.get_for_model(type(self))
        mine = PublishedAddress.objects.filter(content_type=kind, object_id=self.pk)
        slugs = {*mine.values_list("slug", flat=True), *(getattr(self, f"slug_{code}") for code in CODES)}
        last = path.rstrip("/").rpartition("/")[2]
        return path.startswith("/") and (last in slugs or path.rstrip("/") == f"/a/{self.pk}")

    def bring_back(self):
        """Out of the archive again, looked after as before."""
        self.take_downs.filter(kind=TakeDown.Kind.ARCHIVED).delete()

    # ---------------------------------------------------------------------------------------------

    def _settle_slugs(self, revision):
        for code in CODES:
            if wanted := revision.content.get(f"slug_{code}"):
                revision.content[f"slug_{code}"] = self.free_slug(code, wanted)
        revision.save(update_fields=["content"])

    def _settle_dates(self, revision):
        """A page that has no date of its own is dated by the day it first goes live."""
        content = revision.content
        if not any(content.get(field) for field in ("published_on", "updated_on", "happened_year")):
            go_live_at = revision.as_object().go_live_at
            if go_live_at is None or go_live_at <= timezone.now():
                content["published_on"] = timezone.localdate().isoformat()
                revision.save(update_fields=["content"])

    def _settle_owner(self, revision, user):
        """Somebody answers for every page: who published it, where nobody else does."""
        if user and not revision.content.get("owner"):
            revision.content["owner"] = user.pk
            revision.save(update_fields=["content"])

    def _remember_addresses(self):
        kind = ContentType.objects.get_for_model(type(self))
        for code in CODES:
            if slug := getattr(self, f"slug_{code}"):
                PublishedAddress.objects.get_or_create(
                    content_type=kind, language=code, slug=slug, defaults={"object_id": self.pk}
                )

    def _prepare_pictures(self):
        """Make the sizes that pages show now, so that the first reader's visit writes nothing."""
        used = [
            block.value["image"]
            for code in CODES
            for block in getattr(self, f"body_{code}") or []
            if block.block_type == "picture"
        ]
        for picture in filter(None, [self.picture, *used]):
            picture.get_renditions(*PICTURE_SIZES)

    @property
    def is_machine_translated(self):
        """Whether the text that is shown now was made by a machine, and nobody has looked it over."""
        return bool(self.translations.get(self.text.language, {}).get("machine"))

    def review_fields(self):
        """[(field, label)]: what is read and spoken of above the body, in its order."""
        return [("title", "Rubrik"), ("lead", "Ingress")]

    # Preview -------------------------------------------------------------------------------------

    @property
    def preview_modes(self):
        return list(NAMES.items())

    def serve_preview(self, request, mode_name):
        language = mode_name or settings.LANGUAGE_CODE
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = super().serve_preview(request, mode_name)
            # Rendered here, while the language is the one asked for.
            return response.render() if hasattr(response, "render") else response
