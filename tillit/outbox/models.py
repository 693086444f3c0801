"""Letters on their way: a row in the transaction that causes the letter, sent by a worker.

A row holds what the letter tells, not its text: the text is made from a template when it is sent, so
that causing a letter is one insert. What it tells is fixed when it is caused, and is the same at every try;
only a letter with links looks up then what belongs to its address.
"""

from datetime import timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tillit.personal_data import PUBLIC_TASK, PersonalData

KEPT_FOR = timedelta(days=30)  # after the letter has gone or failed
ABOUT_THE_LETTER = PersonalData(
    _("Skicka brevet du väntar på, och visa om det kom fram"),
    PUBLIC_TASK,
    _("arrangören"),
    _("30 dagar efter att brevet skickats"),
)


class MessageQuerySet(models.QuerySet):
    def due(self):
        """Waiting, and not in another worker's hands."""
        now = timezone.now()
        free = Q(leased_until=None) | Q(leased_until__lte=now)
        return self.filter(free, state=Message.State.QUEUED, due__lte=now)

    def unfinished(self):
        return self.filter(state=Message.State.QUEUED)

    def failed(self):
        return self.filter(state=Message.State.FAILED)

    def failed_by_us(self):
        """Not because of whom it was for: the mail server was away for long, or the letter could not be written."""
        return self.failed().filter(is_refused=False)

    def outlived(self):
        """Gone or failed long ago; or never carried at all, because no worker has been running."""
        before = timezone.now() - KEPT_FOR
        return self.filter(Q(finished_at__lt=before) | Q(finished_at=None, created_at__lt=before))


class Message(models.Model):
    class State(models.TextChoices):
        QUEUED = "ko", _("Väntar på att skickas")
        SENT = "skickat", _("Skickat")
        SHOWN = "visat", _("Visas bara här: ingen e-post är inställd")
        FAILED = "misslyckat", _("Gick inte fram")

    key = models.CharField("nyckel", max_length=120, unique=True, help_text="Samma händelse ger ett brev.")
    uuid = models.UUIDField(default=uuid4, editable=False)
    kind = models.CharField("slag", max_length=60)
    about = models.CharField("gäller", max_length=60, blank=True, db_index=True)
    to = models.EmailField("till", max_length=254)
    sender = models.CharField("avsändare", max_length=120, blank=True)
    reply_to = models.EmailField("svar till", max_length=254, blank=True)
    language = models.CharField("språk", max_length=2, default="sv")
    content = models.JSONField("innehåll", default=dict)
    state = models.CharField("läge", max_length=12, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField("skrivet", default=timezone.now)
    due = models.DateTimeField("skickas", default=timezone.now)
    leased_until = models.DateTimeField("i en arbetares händer till", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("försök", default=0)
    finished_at = models.DateTimeField("klart", null=True, blank=True)
    problem = models.CharField("vad som hände", max_length=300, blank=True)
    is_refused = models.BooleanField("mottagaren tar inte emot", default=False)

    objects = MessageQuerySet.as_manager()

    personal_data = dict.fromkeys(("to", "content", "problem", "about"), ABOUT_THE_LETTER)

    class Meta:
        ordering = ["-pk"]
        verbose_name = "brev"
        verbose_name_plural = "brev"
        indexes = [
            models.Index(fields=["due", "id"], condition=Q(state="ko"), name="message_waiting"),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"
