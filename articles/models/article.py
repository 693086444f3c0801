"""Article: a municipal news item or story, in one of seven kinds."""

from datetime import date

from django.conf import settings
from django.contrib.contenttypes.fields import GenericRelation
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from wagtail.models import Orderable
from wagtail.search import index

from articles.age import AgeNotice
from articles.models.case import CASE_TEXTS, Case
from articles.pages import ArticlePage
from articles.publishing import obstacles, review_due
from articles.search import article_documents
from tillit.editorial.languages import CODES, Multilingual
from tillit.editorial.models import Editorial, EditorialQuerySet, Picture
from tillit.pagecache.models import Public
from tillit.personal_data import PUBLIC_TASK, PersonalData

CONTACT = PersonalData(
    _("Så att andra kan fråga om det som berättas"),
    PUBLIC_TASK,
    _("alla som läser"),
    _("till det datum som står vid kontakten, annars så länge berättelsen finns kvar"),
)


NEWEST_FIRST = [F("sort_date").desc(nulls_last=True), F("pk").desc()]


class ArticleQuerySet(EditorialQuerySet):
    def newest_first(self):
        return self.order_by(*NEWEST_FIRST)

    def as_cards(self):
        """Only what a card shows: the bodies of a list would weigh a hundred times as much."""
        return (
            self.select_related("organisation", "picture")
            .prefetch_related("topics", "picture__renditions", "take_downs")
            .only(
                *Article.columns("title", "slug", "lead", "reading_minutes", "picture_alt"),
                *(
                    "first_published_at",
                    "kind",
                    "published_on",
                    "updated_on",
                    "reviewed_on",
                    "happened_on",
                    "happened_year",
                    "sort_date",
                ),
                *("live", "expire_at", "publisher"),
                *(f"picture__{field.name}" for field in Picture._meta.concrete_fields),
                *(
                    "organisation__name",
                    "organisation__short_name",
                    "organisation__slug",
                    "organisation__kind",
                ),
            )
        )

    def as_rows(self):
        """Only what a row of a table says."""
        return (
            self.select_related("organisation")
            .prefetch_related("topics", "take_downs")
            .only(
                *Article.columns("title", "slug", "lead"),
                *("kind", "published_on", "updated_on", "reviewed_on", "happened_on", "happened_year"),
                *("sort_date", "live", "expire_at", "publisher", "organisation__name"),
            )
        )

    def for_search(self):
        return self.select_related("organisation").prefetch_related(
            *("topics", "principle_links__principle", "sources", "key_figures"),
            *("authors__person", "authors__organisation"),
        )

    def in_order(self, pks):
        """A list of those that have the keys, in the order of the keys."""
        found = self.in_bulk(pks)
        return [found[pk] for pk in pks if pk in found]

    def as_pages(self):
        return self.select_related("organisation", "picture").prefetch_related(
            "topics",
            "take_downs",
            "sources",
            "change_notes",
            "key_figures",
            "principle_links__principle",
            "authors__person",
            "authors__organisation",
        )


class Article(Editorial, Case):
    class Kind(models.TextChoices):
        NEWS = "nyhet", _("Nyhet")
        REPORT = "referat", _("Referat")
        CASE = "fall", _("Fallberättelse")
        SLIDES = "bildspel", _("Bildspel")
        COLUMN = "kronika", _("Krönika")
        MEDIA = "media", _("I media")
        GUIDE = "vagledning", _("Vägledning")

    class StudyVisit(models.TextChoices):
        YES = "ja", _("Tar emot studiebesök")
        DIGITAL = "digitalt", _("Tar emot digitala studiebesök")
        NO = "nej", _("Tar inte emot studiebesök")

    kind = models.CharField("genre", max_length=12, choices=Kind, default=Kind.NEWS, db_index=True)
    topics = ParentalManyToManyField(
        "articles.Topic", blank=True, related_name="articles", verbose_name="teman"
    )
    authors = ParentalManyToManyField(
        "people.Role", blank=True, related_name="articles", verbose_name="skribenter eller föredragande"
    )
    happened_on = models.DateField("händelsen ägde rum", null=True, blank=True)
    happened_year = models.PositiveSmallIntegerField(
        "eller bara året", null=True, blank=True, help_text="När dagen inte är känd."
    )
    happened_until = models.DateField("till och med", null=True, blank=True)
    reviewed_on = models.DateField(
        "granskad", null=True, blank=True, help_text="När någon intygade att innehållet fortfarande stämmer."
    )
    review_due_on = models.DateField(
        "ses över senast",
        null=True,
        blank=True,
        help_text="Då får den ansvariga ett brev med frågan om sidan fortfarande gäller. Sätts vid publiceringen om den är tom.",
    )
    change_is_major = models.BooleanField(
        "Ändringen betyder något för läsaren",
        default=False,
        help_text="Då flyttas ”uppdaterad” till i dag och läsaren får veta vad som ändrats. Annars märks ändringen inte.",
    )
    change_note = models.CharField("vad som ändrats, i en mening för läsaren", max_length=300, blank=True)
    easy_summary = models.TextField(
        "lättläst sammanfattning",
        blank=True,
        max_length=1500,
        help_text="Det viktigaste i korta meningar och vanliga ord, för den som läser svenska med möda. En mening på varje rad.",
    )
    waived_because = models.TextField(
        "därför följs inte de råd som måste följas",
        blank=True,
        max_length=500,
        help_text="Fylls i bara när ett sådant råd inte passar. Texten sparas med versionen och visas inte för läsare.",
    )
    publisher = models.CharField(
        "utgivare", max_length=120, blank=True, help_text="Tidningen eller kanalen, för genren I media."
    )
    external_url = models.URLField("adress till originalet", blank=True, max_length=500)
    contact_name = models.CharField(
        "kontakt", max_length=120, blank=True, help_text="Helst en funktion: den finns kvar när någon slutar."
    )
    contact_email = models.EmailField("kontaktens e-post", blank=True)
    contact_until = models.DateField("kontakten gäller till", null=True, blank=True)
    study_visits = models.CharField("studiebesök", max_length=10, choices=StudyVisit, blank=True)

    # Worked out when the row is saved, so that lists need not read the bodies.
    reading_minutes = models.PositiveSmallIntegerField(default=1, editable=False)
    sort_date = models.DateField(null=True, editable=False, db_index=True)

    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="article",
        for_concrete_model=False,
    )
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="article",
        for_concrete_model=False,
    )

    objects = ArticleQuerySet.as_manager()

    personal_data = {"contact_name": CONTACT, "contact_email": CONTACT}

    search_fields = [*Editorial.search_fields, index.FilterField("kind")]

    class Meta:
        ordering = [F("sort_date").desc(nulls_last=True), "-pk"]
        verbose_name = "artikel"
        verbose_name_plural = "artiklar"
        indexes = [
            models.Index(fields=["live", "-sort_date", "-id"], name="article_newest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_year=None) | Q(happened_year__range=(1900, 2999)),
                name="article_year_has_four_digits",
                violation_error_message="Skriv året med fyra siffror.",
            ),
            models.CheckConstraint(
                condition=Q(happened_until=None) | Q(happened_until__gte=F("happened_on")),
                name="article_event_ends_after_it_begins",
                violation_error_message="Händelsen kan inte sluta innan den börjar.",
            ),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("began_on")),
                name="article_period_ends_after_it_begins",
                violation_error_message="Perioden kan inte sluta innan den börjar.",
            ),
        ]

    def obstacles(self):
        return obstacles(self)

    def search_documents(self):
        return article_documents(self)

    def save(self, *args, **kwargs):
        if self.kind != self.Kind.CASE:
            self.forget_the_case()
        # A year stands last among its days: the text is at least as old as that.
        year_end = date(self.happened_year, 12, 31) if self.happened_year else None
        self.sort_date = self.published_on or self.updated_on or self.happened_on or year_end
        for language in self.languages:
            setattr(self, f"reading_minutes_{language}", ArticlePage(self, language).reading_minutes)
        super().save(*args, **kwargs)

    @transaction.atomic
    def publish(self, revision, *args, **kwargs):
        self.lock_row()
        with translation.override(settings.LANGUAGE_CODE):
            article = revision.as_object()
            if article.go_live_at is None or article.go_live_at <= timezone.now():
                article.settle_change(has_been_public=self.first_published_at is not None)
                article.settle_review(
                    Article.objects.filter(pk=self.pk).values_list("review_due_on", flat=True).first()
                )
                revision.content = article.serializable_data()
                revision.save(update_fields=["content"])
        super().publish(revision, *args, **kwargs)

    def settle_change(self, *, has_been_public):
        """Tell readers of a change that matters, the day it goes live."""
        today = timezone.localdate()
        if has_been_public and self.change_is_major:
            notes = {f"note_{code}": getattr(self, f"change_note_{code}") or "" for code in CODES}
            self.change_notes.add(ChangeNote(day=today, **notes))
            self.updated_on = today
        self.change_is_major = False
        for code in CODES:
            setattr(self, f"change_note_{code}", "")

    def settle_review(self, due_until_now):
        """The day for looking over: the one somebody has chosen, also in the past; else some time from today."""
        today = timezone.localdate()
        is_old = self.review_due_on == due_until_now and due_until_now is not None and due_until_now <= today
        if self.review_due_on is None or (is_old and self.first_published_at):
            self.review_due_on = review_due(self.kind, today)

    def get_absolute_url(self):
        """The address in the language that is shown, which is Swedish where there is no translation."""
        text = self.text
        with translation.override(text.language):
            return reverse("articles:detail", args=[text.slug]) if text.slug else reverse("articles:list")

    def url_in(self, language):
        with translation.override(language):
            return self.get_absolute_url()

    @property
    def permanent_url(self):
        """Empty until the article is saved: a preview of a new one has no address yet."""
        return reverse("permanent", args=[self.pk]) if self.pk else ""

    @property
    def age_notice(self):
        return AgeNotice.of(self, timezone.localdate())

    @property
    def notice(self):
        """What a reader should know before she believes it: that it is archived, or how old it is."""
        if self.archived:
            return str(_("Arkiverad: ses inte längre över."))
        age = self.age_notice
        return age.sentence if age else ""

    @property
    def date_shown(self):
        """The day a card tells, or the year where no day is known."""
        days_known = self.published_on or self.updated_on or self.happened_on
        return date_format(self.sort_date) if days_known else str(self.happened_year or "")

    @property
    def contact_holds(self):
        return bool(self.contact_email) and (
            self.contact_until is None or self.contact_until >= timezone.localdate()
        )

    def review_fields(self):
        return [
            *super().review_fields(),
            *((field, str(heading)) for field, heading, _question in CASE_TEXTS),
        ]

    def get_preview_template(self, request, mode_name):
        return "articles/detail.html"

    def get_preview_context(self, request, mode_name):
        page = ArticlePage(self, translation.get_language())
        return {**super().get_preview_context(request, mode_name), "article": self, "page": page}


class ArticlePrinciple(Multilingual, Orderable, Public):
    """Which guiding principle the story shows, and how."""

    names_it = ("reason",)

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="principle_links")
    principle = models.ForeignKey(
        "articles.Principle", models.PROTECT, related_name="article_links", verbose_name="princip"
    )
    reason = models.TextField("hur exemplet visar principen", blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "vägledande princip"
        verbose_name_plural = "vägledande principer"
        constraints = [
            models.UniqueConstraint(fields=["article", "principle"], name="principle_once_per_article")
        ]

    def __str__(self):
        return str(self.principle)


class KeyFigure(Multilingual, Orderable, Public):
    """A measured result: before, after, by whom and when."""

    names_it = ("measure",)

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="key_figures")
    measure = models.CharField("mått", max_length=160)
    before = models.CharField("före", max_length=40, blank=True)
    after = models.CharField("efter", max_length=40)
    source = models.CharField("källa", max_length=160, blank=True)
    measured_on = models.DateField("mätt", null=True, blank=True)

    class Meta(Orderable.Meta):
        verbose_name = "nyckeltal"
        verbose_name_plural = "nyckeltal"

    def __str__(self):
        return self.measure_sv or ""


class ChangeNote(Multilingual, Public):
    """What changed in a published text, told to the reader."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="change_notes")
    day = models.DateField("dag", default=timezone.localdate)
    note = models.CharField("vad som ändrades", max_length=300)

    names_it = ("note",)

    class Meta:
        ordering = ["-day", "-pk"]
        verbose_name = "ändringsnotis"
        verbose_name_plural = "ändringsnotiser"

    def __str__(self):
        return self.note_sv or ""


class Source(Orderable, Public):
    """Where the facts come from."""

    article = ParentalKey(Article, on_delete=models.CASCADE, related_name="sources")
    title = models.CharField("titel", max_length=200)
    author = models.CharField("upphov", max_length=160, blank=True)
    dated = models.CharField("datum eller år", max_length=40, blank=True)
    url = models.URLField("adress", blank=True, max_length=500)

    class Meta(Orderable.Meta):
        verbose_name = "källa"
        verbose_name_plural = "källor"

    def __str__(self):
        return self.title
