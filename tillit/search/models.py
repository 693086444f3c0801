"""The index: what is public, a row per object and language, with the words it knows."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tillit.links import NAMES
from tillit.personal_data import PUBLIC_TASK, PersonalData

LANGUAGES = list(NAMES.items())
KEPT_FOR = timedelta(days=365)
MISSED = PersonalData(
    _("Veta vad läsare saknar. Ord som ser ut som uppgifter om någon sparas inte"),
    PUBLIC_TASK,
    _("redaktionen"),
    _("ett år efter att någon senast sökte det"),
)


class SearchEntryQuerySet(models.QuerySet):
    def of(self, row):
        return self.filter(content_type=ContentType.objects.get_for_model(row), object_id=row.pk)

    def current(self, at=None):
        """Those that have not gone out of date."""
        return self.filter(models.Q(until=None) | models.Q(until__gt=at or timezone.now()))

    def shown(self, language):
        """The current ones that pages in the language show."""
        return self.current().filter(**{f"in_{language}": True})

    def in_pages(self):
        """Of stories and events: what is told there is told by somebody."""
        return self.filter(section__in=["articles", "events"])

    def of_model(self, model):
        """The numbers of the rows of that kind."""
        return self.filter(content_type=ContentType.objects.get_for_model(model)).values("object_id")

    def about(self, reference):
        """Those whose texts repeat something of a row (`people.role:12`)."""
        return self.filter(references__to=reference)

    def lasting(self):
        """(whether there are any that are current, when the last of them goes out of date; None where it never does)"""
        moments = list(self.current().values_list("until", flat=True).distinct())
        return bool(moments), None if None in moments else max(moments, default=None)


class SearchEntry(models.Model):
    """A public thing in one language, as it is shown among hits. What it is found by lies in the backend's table."""

    content_type = models.ForeignKey(ContentType, models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    part = models.PositiveSmallIntegerField(default=0)  # the number of a slide; 0 is the whole
    language = models.CharField(max_length=2, choices=LANGUAGES)
    section = models.CharField(max_length=20)
    title = models.TextField()
    lead = models.TextField(blank=True)
    body = models.TextField(blank=True)
    in_sv = models.BooleanField(default=False)  # the languages in whose pages it is the one shown
    in_en = models.BooleanField(default=False)
    in_fi = models.BooleanField(default=False)
    marks = models.JSONField(default=list)
    dated = models.DateField(null=True)
    until = models.DateTimeField(null=True, db_index=True)

    objects = SearchEntryQuerySet.as_manager()

    class Meta:
        verbose_name = "post i sökregistret"
        verbose_name_plural = "sökregistret"
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "part", "language"], name="search_entry_once"
            )
        ]

    def __str__(self):
        return self.title

    @property
    def shown_in(self):
        return [code for code in NAMES if getattr(self, f"in_{code}")]


class SearchName(models.Model):
    """What an entry is called: whoever asks for just that is led to it first."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="names")
    key = models.CharField(max_length=200, db_index=True)

    class Meta:
        verbose_name = "namn i sökregistret"
        verbose_name_plural = "namn i sökregistret"

    def __str__(self):
        return self.key


class SearchReference(models.Model):
    """A row whose name or text an entry repeats: when that changes, the entry is made anew."""

    entry = models.ForeignKey(SearchEntry, models.CASCADE, related_name="references")
    to = models.CharField(max_length=60, db_index=True)

    class Meta:
        verbose_name = "beroende i sökregistret"
        verbose_name_plural = "beroenden i sökregistret"

    def __str__(self):
        return self.to


class SearchWord(models.Model):
    """A word that is public somewhere, and in how many entries: for suggestions, and for those who misspell."""

    language = models.CharField(max_length=2, choices=LANGUAGES)
    word = models.CharField(max_length=40, db_index=True)
    term = models.CharField(max_length=60, db_index=True)
    plain = models.CharField(max_length=40, db_index=True)
    plain_term = models.CharField(max_length=60, db_index=True)
    entries = models.PositiveIntegerField()

    class Meta:
        verbose_name = "ord i sökregistret"
        verbose_name_plural = "ord i sökregistret"
        constraints = [models.UniqueConstraint(fields=["language", "word"], name="search_word_once")]

    def __str__(self):
        return self.word


class MissedQuerySet(models.QuerySet):
    def outlived(self):
        return self.filter(last_on__lt=timezone.localdate() - KEPT_FOR)


class Missed(models.Model):
    """Something that was looked for and not found, or not here: a thing to write about. Nothing tells who looked for it."""

    query = models.CharField("sökt efter", max_length=100)
    language = models.CharField("språk", max_length=2, choices=LANGUAGES)
    times = models.PositiveIntegerField("gånger", default=1)
    last_on = models.DateField("senast", default=timezone.localdate)
    notes = models.TextField("vad läsare har skrivit", blank=True)

    objects = MissedQuerySet.as_manager()

    personal_data = {"query": MISSED, "notes": MISSED}
    may_name_people = True

    class Meta:
        ordering = ["-times", "-last_on", "pk"]
        verbose_name = "sökning utan träff"
        verbose_name_plural = "sökningar utan träff"
        constraints = [models.UniqueConstraint(fields=["query", "language"], name="missed_once")]

    def __str__(self):
        return self.query
