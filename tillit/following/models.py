"""Who wants a letter when something new comes into a list, and what she has been told already."""

from datetime import datetime, time, timedelta
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from articles.filters import ArticleList
from events.filters import EventList
from tillit.following import limit
from tillit.links import NAMES, absolute
from tillit.outbox.models import Message
from tillit.personal_data import PUBLIC_TASK, PersonalData

HOUR = time(7)  # local; when the letters of the day are written
MONDAY = 0
UNCONFIRMED_FOR = timedelta(days=7)
OVERLAP = timedelta(days=1)  # a page says when it was published, and can be seen somewhat later
REFUSALS = 3  # letters in a row, within the time that the outbox keeps them
LETTER = "following.new"  # the kind of letter that tells of new pages
LISTS = {"berattelser": ArticleList, "evenemang": EventList}
TOLD = PersonalData(
    _("Skriva när något nytt kommer i det du följer"),
    PUBLIC_TASK,
    _("ingen; brevet går av sig självt"),
    _("tills du slutar följa; utan bekräftelse sju dagar"),
)


class SubscriptionQuerySet(models.QuerySet):
    def confirmed(self):
        return self.exclude(confirmed_at=None)

    def outlived(self):
        """Asked for by somebody, and never confirmed."""
        return self.filter(confirmed_at=None, created_at__lt=timezone.now() - UNCONFIRMED_FOR)

    def due(self):
        return self.confirmed().filter(due__lte=timezone.now())

    def locked(self, **wanted):
        """The one, held until the transaction ends; None where it is gone."""
        return self.select_for_update().filter(**wanted).first()


class Subscription(models.Model):
    class What(models.TextChoices):
        ARTICLES = "berattelser", _("Berättelser")
        EVENTS = "evenemang", _("Evenemang")

    class Rhythm(models.TextChoices):
        DAILY = "dag", _("Varje dag det kommer något nytt")
        WEEKLY = "vecka", _("Varje måndag, om det har kommit något nytt")

    key = models.UUIDField(default=uuid4, unique=True, editable=False)
    email = models.EmailField("e-post", max_length=254, db_index=True)
    what = models.CharField("vad", max_length=12, choices=What)
    query = models.CharField("urval", max_length=1000, blank=True)
    language = models.CharField("språk", max_length=2, choices=list(NAMES.items()))
    rhythm = models.CharField("hur ofta", max_length=6, choices=Rhythm, default=Rhythm.WEEKLY)
    created_at = models.DateTimeField("bad om", default=timezone.now)
    confirmed_at = models.DateTimeField("bekräftat", null=True, blank=True)
    told_until = models.DateTimeField("berättat till", null=True, blank=True)
    due = models.DateTimeField("nästa brev", null=True, blank=True, db_index=True)

    objects = SubscriptionQuerySet.as_manager()

    personal_data = dict.fromkeys(("email", "what", "query", "language", "rhythm", "key"), TOLD)

    class Meta:
        ordering = ["pk"]
        verbose_name = "prenumeration"
        verbose_name_plural = "prenumerationer"
        constraints = [
            models.UniqueConstraint(fields=["email", "what", "query", "language"], name="subscription_once"),
            models.CheckConstraint(
                condition=Q(confirmed_at=None) | Q(due__isnull=False, told_until__isnull=False),
                name="subscription_confirmed_is_due",
            ),
        ]

    def __str__(self):
        return f"{self.what}?{self.query}"

    @property
    def pages(self):
        """The list that is followed; to be read with the subscription's language in force."""
        return LISTS[self.what](QueryDict(self.query))

    @property
    def is_waiting(self):
        """For the owner of the address to say yes."""
        return self.confirmed_at is None

    @property
    def about(self):
        """What its letters say they are about."""
        return f"subscription:{self.pk}"

    def link(self, name="own"):
        """An address of the follower's own: whoever has it may change and stop the subscription."""
        with translation.override(self.language):
            return absolute(reverse(f"following:{name}", args=[self.key]))

    # What changes it: the caller holds the row.

    def confirm(self):
        if self.confirmed_at is None:
            now = timezone.now()
            self.confirmed_at, self.told_until = now, now
            self.due = next_letter(self.rhythm, now)
            self.save(update_fields=["confirmed_at", "told_until", "due"])

    def change_rhythm(self, rhythm):
        self.rhythm = rhythm
        self.due = next_letter(rhythm, timezone.now()) if self.confirmed_at else None
        self.save(update_fields=["rhythm", "due"])

    def stop(self):
        """Nothing stays of it: neither the row nor its letters."""
        limit.forget(self.email, self.about)
        Message.objects.filter(about=self.about).delete()
        self.delete()

    @property
    def letters(self):
        return Message.objects.filter(about=self.about, kind=LETTER)

    @property
    def is_refused(self):
        """Whether its last letters have all been refused: the address is gone, or does not want them."""
        last = list(self.letters.exclude(state=Message.State.QUEUED)[:REFUSALS])
        return len(last) == REFUSALS and all(message.is_refused for message in last)


class Told(models.Model):
    """A page that a subscription's letter has told of: the row and the letter are written together, once.

    Kept as long as the subscription: a page that comes back, or gets a new version, is no news.
    """

    subscription = models.ForeignKey(Subscription, models.CASCADE, related_name="told")
    page = models.PositiveBigIntegerField("sida")
    told_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "berättad sida"
        verbose_name_plural = "berättade sidor"
        constraints = [models.UniqueConstraint(fields=["subscription", "page"], name="told_once")]

    def __str__(self):
        return f"{self.subscription_id}: {self.page}"


def next_letter(rhythm: str, after: datetime) -> datetime:
    """The next morning after a moment; with the weekly rhythm the next Monday morning."""
    day = timezone.localtime(after).date()
    while True:
        morning = timezone.make_aware(datetime.combine(day, HOUR))
        if morning > after and (rhythm == Subscription.Rhythm.DAILY or day.weekday() == MONDAY):
            return morning
        day += timedelta(days=1)
