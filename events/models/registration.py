"""Who comes: registrations, groups, chosen sessions, answers, and the trace of what was done."""

import hashlib
import hmac
import secrets
from base64 import urlsafe_b64encode
from datetime import timedelta
from functools import cache
from uuid import uuid4

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from events.models.personal import (
    ANSWER,
    GROUP_CONTACT,
    INVOICE,
    KEY,
    NETWORK,
    ORGANISATION,
    PARTICIPANT,
    SENSITIVE,
    TRACE,
)
from tillit.sealed import SealedTextField, derived_key

RECEIPT_HOLDS = timedelta(days=1)


def hash_of(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def new_seed() -> str:
    return secrets.token_hex(16)


class Keyed(models.Model):
    """A row with a page of its own behind a secret address.

    The secret is made of the row's seed and the site's key whenever a letter needs it. The database
    has only its hash; a new seed revokes every address that has been sent.

    Whoever fills in the form is shown a receipt at an address of its own, which holds for a day: she may have
    signed up somebody else, who is then alone with the address in the letter.
    """

    scope = ""
    opened_with = ""  # the secret that this row was found by

    token_seed = models.CharField(max_length=32, default=new_seed, editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    receipt_hash = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        abstract = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if not self.token_hash:
            self._set_hashes()

    @classmethod
    def opened_by(cls, token):
        """The row that the secret opens now, or None."""
        found = hash_of(token)
        for row in cls.objects.raw(_opening(cls), [found, found]):
            if row.token_hash == found or row.has_receipt:
                row.opened_with = token
                return row
        return None

    @property
    def token(self):
        return self._secret("letter")

    def _secret(self, use):
        source = f"{self.scope}:{use}:{self.token_seed}".encode()
        return urlsafe_b64encode(hmac.digest(derived_key("token"), source, hashlib.sha256)[:24]).decode()

    def _set_hashes(self):
        self.token_hash, self.receipt_hash = hash_of(self.token), hash_of(self._secret("receipt"))

    def revoke_token(self):
        """Give the row another secret address; the caller saves it."""
        self.token_seed = new_seed()
        self._set_hashes()

    @property
    def has_receipt(self):
        """The address that the form led to still holds."""
        return timezone.now() - self.created_at < RECEIPT_HOLDS

    @property
    def own_url(self):
        """The address that stands in letters."""
        return self._url(self.token)

    @property
    def receipt_url(self):
        return self._url(self._secret("receipt"))

    @property
    def here_url(self):
        """The page at the address that it was opened by."""
        return self._url(self.opened_with or self.token)

    def _url(self, token):
        with translation.override(self.language):
            return reverse("registration:own", args=[token])


@cache
def _opening(kind):
    """The question of `opened_by`, put into SQL once: it is asked for every receipt."""
    rows = kind.objects.filter(Q(token_hash="") | Q(receipt_hash=""), erased_at=None).order_by()
    return rows.query.sql_with_params()[0]


class Group(Keyed):
    """Several colleagues whom one contact has signed up at once."""

    scope = "group"

    event = models.ForeignKey("events.Event", models.PROTECT, related_name="groups", verbose_name="evenemang")
    name = models.CharField("kontakt", max_length=120)
    email = models.EmailField("kontaktens e-post", max_length=254)
    all_or_none = models.BooleanField("alla eller ingen", default=False)
    language = models.CharField("språk", max_length=2, default="sv")
    form_key = models.CharField(max_length=64, unique=True, null=True, editable=False)
    created_at = models.DateTimeField("anmäld", default=timezone.now)
    erased_at = models.DateTimeField(null=True, editable=False)

    personal_data = {
        "name": GROUP_CONTACT,
        "email": GROUP_CONTACT,
        "token_seed": KEY,
        "token_hash": KEY,
        "receipt_hash": KEY,
        "form_key": KEY,
    }

    class Meta:
        ordering = ["-pk"]
        verbose_name = "grupp"
        verbose_name_plural = "grupper"

    def __str__(self):
        return self.name or "Borttagen"

    @property
    def members(self):
        """Those the contact signed up. Who has taken over a seat since then answers for herself."""
        return self.registrations.filter(handed_from=None).order_by("pk")


class State(models.TextChoices):
    CONFIRMED = "anmald", _("Anmäld")
    WAITING = "ko", _("I kö")
    OFFERED = "erbjuden", _("Erbjuden plats")
    CANCELLED = "avanmald", _("Avanmäld")
    HANDED_OVER = "overlaten", _("Överlåten")


SEATED = (State.CONFIRMED, State.OFFERED)
ACTIVE = (*SEATED, State.WAITING)


class RegistrationQuerySet(models.QuerySet):
    def active(self):
        return self.kept().filter(state__in=ACTIVE)

    def seated(self):
        return self.filter(state__in=SEATED)

    def waiting(self):
        """In the order of the queue."""
        return self.filter(state=State.WAITING).order_by("queue_number", "pk")

    def kept(self):
        return self.filter(erased_at=None)


class Registration(Keyed):
    """One person at one event."""

    scope = "person"

    class Reason(models.TextChoices):
        OWN = "egen", _("på egen begäran")
        CONTACT = "kontakt", _("av den som anmälde gruppen")
        ORGANISER = "arrangor", _("av arrangören")
        LAPSED = "svarade_inte", _("platsen erbjöds, men ingen svarade i tid")
        CLOSED = "for_sent", _("dagen kom innan det blev en plats")
        NOT_ME = "inte_jag", _("den anmälda kände inte till det")

    event = models.ForeignKey(
        "events.Event", models.PROTECT, related_name="registrations", verbose_name="evenemang"
    )
    group = models.ForeignKey(
        Group, models.PROTECT, null=True, blank=True, related_name="registrations", verbose_name="grupp"
    )
    name = models.CharField("namn", max_length=120)
    email = models.EmailField("e-post", max_length=254, db_index=True)
    organisation = models.ForeignKey(
        "people.Organisation",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="registrations",
        verbose_name="organisation",
    )
    organisation_text = models.CharField("annan organisation", max_length=120, blank=True)
    organisation_key = models.CharField(max_length=140, editable=False, db_index=True)
    role = models.CharField("roll", max_length=120, blank=True)
    invoice_reference = models.CharField("fakturareferens", max_length=120, blank=True)
    language = models.CharField("språk", max_length=2, default="sv")
    state = models.CharField("läge", max_length=10, choices=State)
    reason = models.CharField("varför", max_length=12, choices=Reason, blank=True)
    queue_number = models.PositiveBigIntegerField("könummer", default=0)
    offered_until = models.DateTimeField("erbjuden till", null=True, blank=True)
    has_answers = models.BooleanField(default=False, editable=False)  # more is kept than this row
    handed_from = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="handed_to", verbose_name="efter"
    )
    created_at = models.DateTimeField("anmäld", default=timezone.now)
    changed_at = models.DateTimeField("ändrad", default=timezone.now)
    reminded_at = models.DateTimeField(null=True, editable=False)
    form_key = models.CharField(max_length=64, null=True, editable=False)
    network = models.CharField(max_length=32, blank=True, editable=False)
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)
    letters = models.PositiveIntegerField(default=0, editable=False)  # written so far; numbers the next one
    calendar = models.JSONField(default=dict, editable=False)  # what each entry was last told, by its number
    erased_at = models.DateTimeField("uppgifterna borttagna", null=True, editable=False)

    objects = RegistrationQuerySet.as_manager()

    personal_data = {
        "name": PARTICIPANT,
        "email": PARTICIPANT,
        "organisation_text": ORGANISATION,
        "organisation_key": ORGANISATION,
        "role": PARTICIPANT,
        "invoice_reference": INVOICE,
        "token_seed": KEY,
        "token_hash": KEY,
        "receipt_hash": KEY,
        "form_key": KEY,
        "network": NETWORK,
    }

    class Meta:
        ordering = ["-pk"]
        verbose_name = "anmälan"
        verbose_name_plural = "anmälningar"
        indexes = [
            models.Index(
                fields=["event", "queue_number", "id"], condition=Q(state="ko"), name="registration_queue"
            ),
            models.Index(fields=["event", "state"], name="registration_states"),
            models.Index(
                fields=["network", "created_at"], condition=~Q(network=""), name="registration_network"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "email"],
                condition=Q(state__in=["anmald", "ko", "erbjuden"], erased_at=None),
                name="one_active_registration_per_address",
            ),
            models.UniqueConstraint(
                fields=["event", "form_key"], condition=~Q(form_key=None), name="same_form_once_per_event"
            ),
            models.CheckConstraint(
                condition=Q(offered_until=None) | Q(state="erbjuden"), name="only_an_offer_has_a_deadline"
            ),
        ]

    def __str__(self):
        return self.name or "Borttagen"

    @property
    def is_active(self):
        return self.state in ACTIVE

    @property
    def organisation_name(self):
        return self.organisation.name if self.organisation else self.organisation_text


class Choice(models.Model):
    """A session that somebody has, or waits for. Who waits for another keeps the one she has."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="choices")
    session = models.ForeignKey("events.Session", models.CASCADE, related_name="choices")
    slot = models.CharField(max_length=1)
    is_granted = models.BooleanField("har plats")
    queue_number = models.PositiveBigIntegerField(default=0)

    class Meta:
        ordering = ["slot", "pk"]
        verbose_name = "valt pass"
        verbose_name_plural = "valda pass"
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "slot", "is_granted"], name="one_session_per_person_and_slot"
            ),
            models.UniqueConstraint(fields=["registration", "session"], name="session_chosen_once"),
        ]

    def __str__(self):
        return f"{self.slot}: {self.session_id}"


class Answer(models.Model):
    """What somebody answered to a question of the organiser's own."""

    registration = models.ForeignKey(Registration, models.CASCADE, related_name="answers")
    question = models.ForeignKey("events.Question", models.SET_NULL, null=True, related_name="answers")
    asked = models.CharField("fråga", max_length=200)  # as it stood then
    text = models.TextField("svar", max_length=1000)

    personal_data = {"text": ANSWER}

    class Meta:
        ordering = ["pk"]
        verbose_name = "svar"
        verbose_name_plural = "svar"

    def __str__(self):
        return self.asked


class SensitiveAnswer(models.Model):
    """Diet and access needs, sealed, apart from everything else. The organiser gets counts only."""

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="sensitive")
    diet = SealedTextField("kost och allergier", blank=True)
    access = SealedTextField("behov av tillgänglighet", blank=True)

    personal_data = {"diet": SENSITIVE, "access": SENSITIVE}

    class Meta:
        ordering = ["pk"]
        verbose_name = "känsliga svar"
        verbose_name_plural = "känsliga svar"

    def __str__(self):
        return "Känsliga svar"


class Entry(models.Model):
    """What was done to a seat, when and by whom: written by the allocator, never changed."""

    event = models.ForeignKey("events.Event", models.CASCADE, related_name="entries")
    registration = models.ForeignKey(Registration, models.SET_NULL, null=True, related_name="entries")
    at = models.DateTimeField("när", default=timezone.now)
    action = models.CharField("vad", max_length=30)
    details = models.JSONField("mer", default=dict)  # states and numbers of sessions, nothing about persons
    by = models.ForeignKey(
        "people.User", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="av"
    )

    personal_data = {"by": TRACE}

    class Meta:
        ordering = ["-pk"]
        verbose_name = "händelse"
        verbose_name_plural = "händelser"

    def __str__(self):
        return f"{self.at:%Y-%m-%d %H:%M} {self.action}"
