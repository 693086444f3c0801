"""The archives of pictures and files, with the facts that have to travel with each."""

from os.path import basename, splitext

from django.db import models
from django.utils import timezone
from django.utils.crypto import get_random_string
from wagtail.documents.models import AbstractDocument, DocumentQuerySet
from wagtail.images.models import AbstractImage, AbstractRendition, ImageQuerySet

from tillit.editorial.file_texts import text_of
from tillit.editorial.languages import CODES
from tillit.pagecache.models import Public, PublicQuerySet
from tillit.search import indexing
from tillit.search.documents import Document
from tillit.search.models import SearchEntry
from tillit.search.searchable import Searchable


def unguessable(filename):
    """The name with a part that nobody can guess: a file is there before the page that shows it is published."""
    stem, extension = splitext(basename(filename))
    return f"{stem[:60]}-{get_random_string(10).lower()}{extension.lower()}"


def attachment_path(attachment, filename):
    return f"documents/{unguessable(filename)}"


class PictureQuerySet(PublicQuerySet, ImageQuerySet):
    pass


class AttachmentQuerySet(PublicQuerySet, DocumentQuerySet):
    pass


class Picture(Public, AbstractImage):
    """An image with the facts that have to travel with it wherever it is used."""

    credit = models.CharField("fotograf eller tecknare", max_length=120)
    is_archive_picture = models.BooleanField(
        "arkivbild", default=False, help_text="Bilden är inte tagen vid det som berättas."
    )
    rights_until = models.DateField("får användas till och med", null=True, blank=True)

    objects = PictureQuerySet.as_manager()

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

    def get_upload_to(self, filename):
        return super().get_upload_to(unguessable(filename))

    @property
    def may_be_shown(self):
        return self.rights_until is None or self.rights_until >= timezone.localdate()


class Rendition(AbstractRendition):
    image = models.ForeignKey(Picture, models.CASCADE, related_name="renditions")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_per_size"
            )
        ]


class Attachment(Searchable, Public, AbstractDocument):
    """A file to download: a form, a decision, a template."""

    file = models.FileField("fil", upload_to=attachment_path)
    text = models.TextField("texten i filen", blank=True, editable=False)  # to be found by, read once

    objects = AttachmentQuerySet.as_manager()

    is_told_by_others = True
    is_found_through_others = True
    may_name_people = True

    admin_form_fields = ("title", "file", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = "fil"
        verbose_name_plural = "filer"

    def clean(self):
        if self.file:  # of several that are uploaded, one may be named before its file is here
            super().clean()

    def save(self, *args, **kwargs):
        # The library would store the size when the file is first shown, and showing must not write.
        if self.file and self.file_size is None:
            self.file_size = self.file.size
        if self.file and not self.file._committed:
            self.text = text_of(self.file, self.file_extension)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return self.url

    def search_documents(self):
        """Where a public page hands it out, and as long as one does."""
        is_handed_out, until = SearchEntry.objects.about(indexing.reference(self)).lasting()
        if is_handed_out:
            yield Document(
                section="files",
                language="sv",
                title=self.title,
                body=self.text,
                shown_in=CODES,
                names=[self.title],
                until=until,
            )
