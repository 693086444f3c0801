"""Keeping true: the owner is asked whether a page still holds, and readers say whether it helped."""

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from tillit.personal_data import PUBLIC_TASK, PersonalData

ANSWERS_KEPT_FOR = timedelta(days=365)
ANSWER = PersonalData(
    _("Veta om sidan hjälper och vad som saknas"),
    PUBLIC_TASK,
    _("de som arbetar med sidan"),
    _("ett år"),
)


class ReviewRequestQuerySet(models.QuerySet):
    def unanswered(self):
        return self.filter(answered_at=None)


class ReviewRequest(models.Model):
    """The owner of a page has been asked, by letter, whether it still holds."""

    class Answer(models.TextChoices):
        CURRENT = "aktuell", "Fortfarande aktuell"
        UPDATE = "uppdatera", "Ska uppdateras"
        ARCHIVE = "arkivera", "Arkiverad"

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="review_requests")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="review_requests"
    )
    asked_at = models.DateTimeField("frågad", default=timezone.now)
    escalated_at = models.DateTimeField("organisationen frågad", null=True, blank=True)
    answered_at = models.DateTimeField("besvarad", null=True, blank=True)
    answer = models.CharField("svar", max_length=10, choices=Answer, blank=True)

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = "fråga om översyn"
        verbose_name_plural = "frågor om översyn"
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=models.Q(answered_at=None), name="one_question_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.article_id}, {self.asked_at:%Y-%m-%d}"


class ReaderAnswerQuerySet(models.QuerySet):
    def outlived(self):
        return self.filter(created_at__lt=timezone.now() - ANSWERS_KEPT_FOR)

    def of_the_last_hour(self):
        return self.filter(created_at__gt=timezone.now() - timedelta(hours=1))


class ReaderAnswer(models.Model):
    """What a reader answered to "Hjälpte sidan dig?". Nothing is kept about who she was."""

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="reader_answers")
    helped = models.BooleanField("hjälpte")
    text = models.TextField("med egna ord", max_length=1000, blank=True)
    language = models.CharField("språk", max_length=2, default="sv")
    created_at = models.DateTimeField("kom in", default=timezone.now, db_index=True)

    objects = ReaderAnswerQuerySet.as_manager()

    may_name_people = True

    personal_data = {"text": ANSWER}

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = "läsares svar"
        verbose_name_plural = "läsares svar"

    def __str__(self):
        return "Ja" if self.helped else "Nej"
