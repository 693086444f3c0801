"""Reading a draft together: comments beside its text, and links that show it to somebody without an account."""

from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tillit.personal_data import PUBLIC_TASK, PersonalData

SALT = "review.draft"
KEPT_FOR = timedelta(days=365)
COMMENT = PersonalData(
    _("Arbeta fram texten tillsammans"),
    PUBLIC_TASK,
    _("de som arbetar med sidan"),
    _("ett år efter att kommentaren skrevs"),
)


class OfPageQuerySet(models.QuerySet):
    def of(self, page):
        kind = ContentType.objects.get_for_model(page)
        return self.filter(content_type=kind, object_id=page.pk)


class DraftLinkQuerySet(OfPageQuerySet):
    def open(self):
        return self.filter(revoked_at=None, expires_at__gt=timezone.now())


class DraftLink(models.Model):
    """Whoever has the link reads the draft and may comment, until it expires or is revoked."""

    content_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    given_to = models.CharField("till vem", max_length=120)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField("skapad", default=timezone.now)
    expires_at = models.DateTimeField("gäller till")
    revoked_at = models.DateTimeField("återkallad", null=True, blank=True)

    page = GenericForeignKey()

    objects = DraftLinkQuerySet.as_manager()

    may_name_people = True

    personal_data = {"given_to": COMMENT}

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "länk till utkast"
        verbose_name_plural = "länkar till utkast"
        indexes = [models.Index(fields=["content_type", "object_id"], name="draft_link_of_page")]

    def __str__(self):
        return f"{self.given_to}, {self.expires_at:%Y-%m-%d}"

    @property
    def token(self):
        return signing.dumps(self.pk, salt=SALT)

    @property
    def is_open(self):
        return self.revoked_at is None and self.expires_at > timezone.now()

    @classmethod
    def behind(cls, token):
        """The open link of a token, or None."""
        try:
            pk = signing.loads(token, salt=SALT)
        except signing.BadSignature:
            return None
        return cls.objects.open().filter(pk=pk).first()


class CommentQuerySet(OfPageQuerySet):
    def unresolved(self):
        return self.filter(resolved_at=None)

    def outlived(self):
        return self.filter(created_at__lt=timezone.now() - KEPT_FOR)


class Comment(models.Model):
    """What somebody says of one part of a draft: a field or a block, in one language."""

    content_type = models.ForeignKey("contenttypes.ContentType", models.CASCADE)
    object_id = models.PositiveBigIntegerField()
    language = models.CharField("språk", max_length=2, default="sv")
    anchor = models.CharField("del", max_length=60)
    text = models.TextField("kommentar", max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    author_name = models.CharField("namn", max_length=120)
    link = models.ForeignKey(DraftLink, models.SET_NULL, null=True, blank=True, related_name="comments")
    created_at = models.DateTimeField("skriven", default=timezone.now)
    resolved_at = models.DateTimeField("klar", null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )

    page = GenericForeignKey()

    objects = CommentQuerySet.as_manager()

    may_name_people = True

    personal_data = dict.fromkeys(("text", "author", "author_name"), COMMENT)

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = "kommentar"
        verbose_name_plural = "kommentarer"
        indexes = [models.Index(fields=["content_type", "object_id"], name="comment_of_page")]

    def __str__(self):
        return f"{self.author_name}: {self.text[:40]}"
