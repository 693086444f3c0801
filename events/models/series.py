from django.db import models
from django.urls import reverse

from events.search import series_documents
from tillit.editorial.languages import Multilingual
from tillit.pagecache.models import Public
from tillit.search.indexing import reference
from tillit.search.models import SearchEntry
from tillit.search.searchable import Searchable
from tillit.text import ascii_slug


class Series(Searchable, Multilingual, Public):
    """Events that come back: Chefsforum, spring and autumn."""

    name = models.CharField("namn", max_length=120)
    slug = models.SlugField("adress", max_length=100, unique=True, blank=True)
    rhythm = models.CharField(
        "hur ofta", max_length=80, blank=True, help_text="Till exempel: två gånger om året."
    )
    description = models.TextField("beskrivning", blank=True, max_length=1000)

    is_told_by_others = True
    is_found_through_others = True  # it may have been written down for a draft

    class Meta:
        ordering = ["slug", "pk"]
        verbose_name = "serie"
        verbose_name_plural = "serier"

    def __str__(self):
        return self.name_sv or ""

    def save(self, *args, **kwargs):
        self.slug = self.slug or ascii_slug(self.name_sv or self.name)
        super().save(*args, **kwargs)

    @property
    def is_public(self):
        """Whether an event of it is."""
        return SearchEntry.objects.about(reference(self)).lasting()[0]

    def search_documents(self):
        return series_documents(self, *SearchEntry.objects.about(reference(self)).lasting())

    def get_absolute_url(self):
        return reverse("series:detail", args=[self.slug])
