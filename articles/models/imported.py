from django.conf import settings
from django.db import models


class ImportedDocument(models.Model):
    """Where an imported draft came from, and what the importer could not know."""

    key = models.CharField(max_length=1000, unique=True)
    digest = models.CharField(max_length=64, db_index=True)
    article = models.OneToOneField(
        "articles.Article", models.SET_NULL, null=True, related_name="imported_from"
    )
    # The revision that the import wrote: when the article has a later one, someone has been there.
    revision_id = models.PositiveBigIntegerField(null=True)
    # Each with its code, its sentence, whether it blocks publishing, and whether an editor has settled it.
    doubts = models.JSONField(default=list)
    url = models.CharField(max_length=500, blank=True)
    imported_at = models.DateTimeField(auto_now=True)

    may_name_people = True

    class Meta:
        ordering = ["key"]
        verbose_name = "hämtat dokument"
        verbose_name_plural = "hämtade dokument"

    def __str__(self):
        return self.key

    @property
    def unsettled(self):
        return [doubt for doubt in self.doubts if not doubt.get("settled")]

    @property
    def is_untouched(self):
        """Nobody has changed, published, locked or sent on the draft since it was made."""
        article = self.article
        return (
            article is not None
            and article.latest_revision_id == self.revision_id
            and article.first_published_at is None
            and not article.locked
            and article.current_workflow_state is None
        )


class NewsFeed(models.Model):
    """A municipality's own feed: what is new in it becomes drafts every night."""

    organisation = models.ForeignKey(
        "people.Organisation", models.CASCADE, related_name="news_feeds", verbose_name="organisation"
    )
    url = models.URLField("adress till flödet", max_length=500, unique=True)
    is_active = models.BooleanField("hämtas varje natt", default=True)
    fetched_at = models.DateTimeField("senast hämtat", null=True, blank=True, editable=False)
    problem = models.CharField("vad som hände", max_length=300, blank=True, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )

    class Meta:
        ordering = ["organisation__order", "pk"]
        verbose_name = "flöde att hämta ur"
        verbose_name_plural = "flöden att hämta ur"

    def __str__(self):
        return self.url
