"""What a day consists of: its times, its sessions with their speakers, what is asked, what is handed out."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelcluster.models import ClusterableModel

from events.models.event import Event
from tillit.editorial.languages import Multilingual
from tillit.pagecache.models import Public


class EventDay(Public):
    """One day, or half day, of an event."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="days")
    starts_at = models.DateTimeField("börjar")
    ends_at = models.DateTimeField("slutar")

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = "dag"
        verbose_name_plural = "dagar"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="event_day_ends_after_it_begins",
                violation_error_message="Dagen kan inte sluta innan den börjar.",
            )
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d}"


class Session(Multilingual, Public, ClusterableModel):
    """A point of the programme. Those with the same `slot` run at the same time, and one of them is chosen."""

    class Slot(models.TextChoices):
        A = "A", "Val A"
        B = "B", "Val B"
        C = "C", "Val C"
        D = "D", "Val D"
        E = "E", "Val E"
        F = "F", "Val F"

    names_it = ("title",)

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="sessions")
    title = models.CharField("rubrik", max_length=160)
    description = models.TextField("om passet", blank=True, max_length=1000)
    starts_at = models.DateTimeField("börjar")
    ends_at = models.DateTimeField("slutar")
    room = models.CharField("lokal", max_length=80, blank=True)
    speakers = ParentalManyToManyField(
        "people.Role", blank=True, related_name="sessions", verbose_name="medverkande"
    )
    slot = models.CharField(
        "att välja mellan",
        max_length=1,
        choices=Slot,
        blank=True,
        help_text="Pass med samma val går samtidigt, och deltagaren väljer ett. Tomt: för alla.",
    )
    capacity = models.PositiveIntegerField(
        "platser",
        null=True,
        blank=True,
        validators=[MinValueValidator(1)],
        help_text="Bara för pass att välja.",
    )
    is_cancelled = models.BooleanField("struket", default=False, help_text="De som valt det får ett brev.")

    class Meta:
        ordering = ["starts_at", "pk"]
        verbose_name = "pass"
        verbose_name_plural = "pass"
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="session_ends_after_it_begins",
                violation_error_message="Passet kan inte sluta innan det börjar.",
            )
        ]

    def __str__(self):
        return self.title_sv or ""

    def overlaps(self, other):
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


class Question(Multilingual, Public):
    """A question of the organiser's own in the sign-up form."""

    class Kind(models.TextChoices):
        LINE = "rad", "Svar på en rad"
        TEXT = "text", "Längre svar"
        CHOICE = "val", "Välj ett av flera"
        YES = "ja", "Ja eller nej"

    names_it = ("label",)

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="questions")
    label = models.CharField("fråga", max_length=200)
    help_text = models.CharField("förklaring", max_length=200, blank=True)
    kind = models.CharField("svaret är", max_length=6, choices=Kind, default=Kind.LINE)
    options = models.TextField(
        "val", blank=True, help_text="Ett på varje rad, för den som väljer ett av flera."
    )
    is_required = models.BooleanField("måste besvaras", default=False)
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "egen fråga"
        verbose_name_plural = "egna frågor"

    def __str__(self):
        return self.label_sv or ""


class ReservedSeats(Public):
    """Seats kept for one organisation until a moment; after it they are for all."""

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="reserved_seats")
    organisation = models.ForeignKey(
        "people.Organisation", models.PROTECT, related_name="reserved_seats", verbose_name="organisation"
    )
    seats = models.PositiveIntegerField("platser", validators=[MinValueValidator(1)])
    until = models.DateTimeField("till")

    class Meta:
        ordering = ["organisation__order", "pk"]
        verbose_name = "reserverade platser"
        verbose_name_plural = "reserverade platser"
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"],
                name="reserved_once_per_organisation",
                violation_error_message="Organisationen har redan platser reserverade.",
            )
        ]

    def __str__(self):
        return f"{self.seats}, {self.organisation}"


class Material(Multilingual, Public):
    """Something to take with one: slides, a recording, a template."""

    names_it = ("title",)

    event = ParentalKey(Event, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField("rubrik", max_length=160)
    url = models.URLField("adress", max_length=500, blank=True)
    attachment = models.ForeignKey(
        "editorial.Attachment", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="fil"
    )
    position = models.PositiveSmallIntegerField("ordning", default=0)

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = "material"
        verbose_name_plural = "material"

    def __str__(self):
        return self.title_sv or ""

    @property
    def address(self):
        return self.attachment.url if self.attachment else self.url
