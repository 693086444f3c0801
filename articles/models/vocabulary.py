"""The fixed, small vocabularies that stories are found by, and the glossary."""

from django.db import models
from django.urls import reverse
from wagtail.search import index

from articles.search import word_documents
from tillit.editorial.languages import Multilingual
from tillit.pagecache.models import Public
from tillit.search.searchable import Searchable
from tillit.text import ascii_slug, swedish_order


class Vocabulary(Searchable, Multilingual, index.Indexed, Public):
    name = models.CharField("namn", max_length=80)
    slug = models.SlugField("adress", max_length=80, unique=True, blank=True)
    description = models.TextField("förklaring", blank=True)
    position = models.PositiveSmallIntegerField("plats i ordningen", default=0)

    is_told_by_others = True

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self):
        return self.name_sv or ""

    def save(self, *args, **kwargs):
        # Given once: an address that has been public stays.
        self.slug = self.slug or ascii_slug(self.name_sv)
        super().save(*args, **kwargs)

    def search_documents(self):
        return word_documents(self, "topics", "description")


class Topic(Vocabulary):
    """Tema: what a story is about. At most fourteen, so that a reader can take them all in."""

    class Meta(Vocabulary.Meta):
        verbose_name = "tema"
        verbose_name_plural = "teman"

    def get_absolute_url(self):
        return reverse("topics:detail", args=[self.slug])


class Principle(Vocabulary):
    """Vägledande princip, with the inquiry that introduced it."""

    introduced_in = models.CharField("infördes i", max_length=40, blank=True)

    class Meta(Vocabulary.Meta):
        verbose_name = "vägledande princip"
        verbose_name_plural = "vägledande principer"

    def get_absolute_url(self):
        return reverse("principles:detail", args=[self.slug])

    def search_documents(self):
        return word_documents(self, "topics", "description", [self.introduced_in])


class Term(Searchable, Multilingual, index.Indexed, Public):
    """A word in the glossary, with the forms it takes in a text and the words that mean much the same."""

    names_it = ("name", "explanation")
    may_name_people = True

    name = models.CharField("ord", max_length=80)
    slug = models.SlugField("adress", max_length=80, unique=True, blank=True)
    order = models.CharField(max_length=80, editable=False, db_index=True)
    abbreviation = models.CharField("förkortning", max_length=20, blank=True)
    explanation = models.TextField("förklaring")
    # Both are found by a search for the word; only the forms are explained where they stand in a text.
    forms = models.JSONField("böjda former", default=list, blank=True)
    synonyms = models.JSONField("andra ord för samma sak", default=list, blank=True)
    source = models.CharField("källa", max_length=160, blank=True)

    search_fields = [index.SearchField("name"), index.AutocompleteField("name")]

    class Meta:
        ordering = ["order", "pk"]
        verbose_name = "ord i ordlistan"
        verbose_name_plural = "ordlistan"

    def __str__(self):
        return self.name_sv or ""

    def save(self, *args, **kwargs):
        self.order = swedish_order(self.name_sv)
        self.slug = self.slug or ascii_slug(self.name_sv)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return f"{reverse('glossary')}#{self.slug}"

    def search_documents(self):
        abbreviations = [getattr(self, f"abbreviation_{code}") for code in self.languages]
        return word_documents(self, "glossary", "explanation", [*abbreviations, *self.forms, *self.synonyms])

    def absorb(self, term):
        """The word that was merged with this one is found as another word for it."""
        names = filter(None, [term.name_sv, term.abbreviation_sv])
        self.synonyms = list(dict.fromkeys([*self.synonyms, *names, *term.forms, *term.synonyms]))
        self.save()
