"""What articles and events share: text in three languages, drafts, review, addresses that never die."""

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone, translation
from modelcluster.models import ClusterableModel
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import DraftStateMixin, LockableMixin, PreviewableMixin, RevisionMixin, WorkflowMixin
from wagtail.search import index

from tillit.editorial.blocks import BodyBlocks
from tillit.editorial.fields import BodyField
from tillit.editorial.languages import CODES, NAMES, Multilingual
from tillit.pagecache.models import Public, PublicQuerySet, changed
from tillit.text import ascii_slug


class Picture(AbstractImage):
    """An image with the facts that have to travel with it wherever it is used."""

    credit = models.CharField("fotograf eller tecknare", max_length=120)
    is_archive_picture = models.BooleanField(
        "arkivbild", default=False, help_text="Bilden är inte tagen vid det som berättas."
    )
    rights_until = models.DateField("får användas till och med", null=True, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "credit",
        "is_archive_picture",
        "rights_until",
        "description",
        "tags",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = "bild"
        verbose_name_plural = "bilder"

    def save(self, *args, **kwargs):
        changed()
        super().save(*args, **kwargs)


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_size"
            )
        ]


class Attachment(AbstractDocument):
    """A file to download: a form, a decision, a template."""

    admin_form_fields = ("title", "file", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "fil"
        verbose_name_plural = "filer"

    def save(self, *args, **kwargs):
        changed()
        super().save(*args, **kwargs)


class FormerAddressQuerySet(models.QuerySet):
    def row_at(self, model, language, slug):
        """The row of `model` that once stood at this slug, or None."""
        former = self.filter(
            content_type=ContentType.objects.get_for_model(model), language=language, slug=slug
        ).first()
        return former and model.objects.published().filter(pk=former.object_id).first()


class FormerAddress(models.Model):
    """A slug that a published page has had: it leads on for ever."""

    content_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField(max_length=2)
    slug = models.SlugField(max_length=100)

    objects = FormerAddressQuerySet.as_manager()

    class Meta:
        verbose_name = "tidigare adress"
        verbose_name_plural = "tidigare adresser"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "language", "slug"], name="former_address_leads_one_way"
            )
        ]

    def __str__(self):
        return f"{self.language}: {self.slug}"


class EditorialQuerySet(PublicQuerySet):
    def published(self):
        return self.filter(Q(expire_at=None) | Q(expire_at__gt=timezone.now()), live=True)


class Editorial(
    Multilingual,
    WorkflowMixin,
    DraftStateMixin,
    LockableMixin,
    RevisionMixin,
    PreviewableMixin,
    index.Indexed,
    ClusterableModel,
    Public,
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
    )
    lead = models.TextField("ingress", blank=True, max_length=600)
    body = BodyField(BodyBlocks(), verbose_name="text", blank=True)
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
    # A row made in code is a draft until someone publishes it; the library's default is the opposite.
    live = models.BooleanField("publicerad nu", default=False, editable=False)

    objects = EditorialQuerySet.as_manager()

    search_fields = [index.SearchField("title"), index.AutocompleteField("title")]

    class Meta:
        abstract = True

    def __str__(self):
        return self.title_sv

    @property
    def revisions(self):
        return self._revisions

    def full_clean(self, *args, **kwargs):
        for code in CODES:
            title = getattr(self, f"title_{code}")
            if title and not getattr(self, f"slug_{code}"):
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
        if others.filter(**{f"slug_{code}": slug}).exists():
            return True
        kind = ContentType.objects.get_for_model(type(self))
        former = FormerAddress.objects.filter(content_type=kind, language=code, slug=slug)
        return former.exclude(object_id=self.pk or 0).exists()

    # Publishing ----------------------------------------------------------------------------------

    def publish(self, revision, *args, **kwargs):
        """Publish a revision; a slug taken since it was written gets a number instead of an error."""
        with transaction.atomic(), translation.override(settings.LANGUAGE_CODE):
            before = type(self)._default_manager.select_for_update().get(pk=self.pk)
            self._settle_slugs(revision)
            self._settle_dates(revision)
            super().publish(revision, *args, **kwargs)
            after = type(self)._default_manager.get(pk=self.pk)
            if before.live:
                after._remember_addresses_of(before)
            if after.expire_at:
                changed(due=after.expire_at)

    def _settle_slugs(self, revision):
        for code in CODES:
            wanted = revision.content.get(f"slug_{code}")
            if wanted:
                revision.content[f"slug_{code}"] = self.free_slug(code, wanted)
        revision.save(update_fields=["content"])

    def _settle_dates(self, revision):
        """A page that has no date of its own is dated by its first publication."""
        content = revision.content
        if not content.get("published_on") and not content.get("updated_on"):
            go_live_at = revision.as_object().go_live_at
            first_day = max(timezone.now(), go_live_at) if go_live_at else timezone.now()
            content["published_on"] = timezone.localdate(first_day).isoformat()
            revision.save(update_fields=["content"])

    def _remember_addresses_of(self, before):
        kind = ContentType.objects.get_for_model(type(self))
        for code in CODES:
            old, new = getattr(before, f"slug_{code}"), getattr(self, f"slug_{code}")
            addresses = FormerAddress.objects.filter(content_type=kind, language=code)
            if old and old != new:
                addresses.get_or_create(
                    slug=old, defaults={"content_type": kind, "language": code, "object_id": self.pk}
                )
            # Whoever takes an address back stands there itself.
            addresses.filter(slug=new, object_id=self.pk).delete()

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
