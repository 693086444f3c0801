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
    doubts = models.JSONField(default=list)
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["key"]
        verbose_name = "hämtat dokument"
        verbose_name_plural = "hämtade dokument"

    def __str__(self):
        return self.key

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
