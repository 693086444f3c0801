"""Event: a conference, a forum, a seminar; written and published like an article."""

from datetime import timedelta

from django.contrib.contenttypes.fields import GenericRelation
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalManyToManyField

from articles.advice import about_pictures
from events.models.seats import Seats
from events.pages import EventPage
from events.search import event_documents
from tillit.editorial.models import Editorial, EditorialQuerySet
from tillit.editorial.obstacles import Obstacle, left_empty
from tillit.pagecache.models import changed
from tillit.personal_data import PUBLIC_TASK, PersonalData

CONTACT = PersonalData(
    _("Så att deltagare kan fråga"), PUBLIC_TASK, _("alla som läser sidan"), _("så länge sidan finns kvar")
)


class Ask(models.TextChoices):
    """What the form can ask for besides name, e-mail and organisation; nothing is asked unless switched on."""

    ROLE = "roll", _("Roll eller titel")
    INVOICE = "faktura", _("Fakturareferens")
    DIET = "kost", _("Kost och allergier")
    ACCESS = "tillganglighet", _("Behov av tillgänglighet")


class Access(models.TextChoices):
    """What the place has for those who need it; only what the organiser has said is shown."""

    LOOP = "slinga", _("teleslinga")
    LIFT = "hiss", _("hiss")
    WHEELCHAIR = "rullstol", _("plats för rullstol")
    TOILET = "rwc", _("tillgänglig toalett")
    CAPTIONS = "textning", _("teckentolkning")
    SPEECH_TO_TEXT = "skrivtolk", _("skrivtolkning")
    QUIET_ROOM = "vila", _("vilrum")


class EventQuerySet(EditorialQuerySet):
    def upcoming(self):
        """Not over yet, soonest first; a cancelled one stays until its day has passed."""
        return self.published().filter(ends_at__gte=timezone.now()).order_by("starts_at", "pk")

    def past(self):
        return self.published().filter(ends_at__lt=timezone.now()).order_by("-starts_at", "-pk")

    def for_search(self):
        return self.select_related("organisation", "series").prefetch_related(
            *("sessions__speakers__person", "sessions__speakers__organisation", "materials__attachment"),
            "co_organisers",
        )

    def as_cards(self):
        return self.select_related("organisation", "series").defer(*Event.columns("body"))


class Event(Editorial):
    class Kind(models.TextChoices):
        CONFERENCE = "konferens", _("Konferens")
        FORUM = "chefsforum", _("Chefsforum")
        MANAGERS_DAY = "chefensdag", _("Chefens dag")
        POLITICIANS = "politiker", _("Politikerutbildning")
        SEMINAR = "seminarium", _("Seminarium")
        WEBINAR = "webbinarium", _("Webbinarium")
        VISIT = "studiebesok", _("Studiebesök")

    class QueueRule(models.TextChoices):
        STRICT = "ordning", _("Plats i den ordning anmälningarna kom. Ingen går förbi.")
        FIT = "ryms", _("Plats i ordning, men den som ryms får gå före en grupp som inte gör det.")

    needed_fields = ["title_sv", "lead_sv", "organisation"]

    kind = models.CharField("slag", max_length=12, choices=Kind, default=Kind.CONFERENCE)
    series = models.ForeignKey(
        "events.Series", models.SET_NULL, null=True, blank=True, related_name="events", verbose_name="serie"
    )
    co_organisers = ParentalManyToManyField(
        "people.Organisation", blank=True, related_name="co_organised_events", verbose_name="medarrangörer"
    )
    audience = models.CharField("för", max_length=160, blank=True)
    place = models.CharField("plats", max_length=120, blank=True)
    address = models.CharField("gatuadress och ort", max_length=160, blank=True)
    access = models.JSONField("tillgänglighet på platsen", default=list, blank=True)
    access_note = models.CharField("mer om tillgängligheten", max_length=300, blank=True)
    online_url = models.URLField(
        "länk till mötet på nätet",
        max_length=500,
        blank=True,
        help_text="Visas bara för den som har en plats.",
    )
    fee = models.CharField("avgift", max_length=160, blank=True, help_text="Till exempel: Kostnadsfritt.")

    takes_registrations = models.BooleanField("tar emot anmälningar här", default=True)
    capacity = models.PositiveIntegerField(
        "platser",
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text="Tomt betyder ingen gräns.",
    )
    opens_at = models.DateTimeField(
        "anmälan öppnar", null=True, blank=True, help_text="Tomt: när sidan publiceras."
    )
    closes_at = models.DateTimeField(
        "anmälan stänger", null=True, blank=True, help_text="Tomt: när dagen börjar."
    )
    limit_per_organisation = models.PositiveIntegerField(
        "högst per organisation", null=True, blank=True, validators=[MinValueValidator(1)]
    )
    queue_rule = models.CharField("kön", max_length=10, choices=QueueRule, default=QueueRule.STRICT)
    offer_days = models.PositiveSmallIntegerField(
        "fråga först när det är så här många dagar kvar",
        default=3,
        help_text="Den som då får en plats ur kön måste svara ja. Innan dess får hon den direkt.",
    )
    offer_hours = models.PositiveSmallIntegerField(
        "timmar att svara på", default=24, validators=[MinValueValidator(1), MaxValueValidator(240)]
    )
    asks = models.JSONField("fråga också efter", default=list, blank=True)
    reminder_days = models.PositiveSmallIntegerField(
        "påminn så här många dagar före",
        null=True,
        blank=True,
        default=3,
        help_text="Tomt: ingen påminnelse.",
    )
    kept_days = models.PositiveSmallIntegerField(
        "spara anmälningarna så här många dagar efteråt", default=90, validators=[MaxValueValidator(730)]
    )
    contact_name = models.CharField("kontakt", max_length=120, blank=True)
    contact_email = models.EmailField("kontaktens e-post", blank=True, help_text="Svar på breven kommer hit.")
    cancelled_on = models.DateField(
        "inställt den", null=True, blank=True, help_text="Sidan står kvar, och alla anmälda får ett brev."
    )
    notice = models.CharField(
        "meddelande överst",
        max_length=300,
        blank=True,
        help_text="Till exempel varför dagen är inställd eller flyttad.",
    )
    reports = ParentalManyToManyField(
        "articles.Article", blank=True, related_name="events", verbose_name="berättat efteråt"
    )

    # Worked out from the days when the row is saved or published.
    starts_at = models.DateTimeField(null=True, editable=False, db_index=True)
    ends_at = models.DateTimeField(null=True, editable=False, db_index=True)
    moved_from = models.DateTimeField(null=True, editable=False)

    _revisions = GenericRelation(
        "wagtailcore.Revision",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="event",
        for_concrete_model=False,
    )
    _workflow_states = GenericRelation(
        "wagtailcore.WorkflowState",
        content_type_field="base_content_type",
        object_id_field="object_id",
        related_query_name="event",
        for_concrete_model=False,
    )

    objects = EventQuerySet.as_manager()

    personal_data = {"contact_name": CONTACT, "contact_email": CONTACT}

    class Meta:
        ordering = ["-starts_at", "-pk"]
        verbose_name = "evenemang"
        verbose_name_plural = "evenemang"
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity=None) | Q(capacity__gte=1),
                name="event_has_seats",
                violation_error_message="Antalet platser måste vara minst ett.",
            ),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=models.F("opens_at")),
                name="event_closes_after_it_opens",
                violation_error_message="Anmälan kan inte stänga innan den öppnar.",
            ),
        ]

    def save(self, *args, **kwargs):
        days = sorted(self.days.all(), key=lambda day: day.starts_at)
        if days:  # a draft that has lost its days does not make what is known of participants stay for ever
            self.starts_at, self.ends_at = days[0].starts_at, max(day.ends_at for day in days)
        super().save(*args, **kwargs)

    def obstacles(self):
        found = [
            Obstacle(field, left_empty(Event, field))
            for field in self.needed_fields
            if not getattr(self, field)
        ]
        if not self.days.exists():
            found.append(Obstacle("days", "Minst en dag saknas."))
        return found + [Obstacle(advice.anchor, advice.text) for advice in about_pictures(self)]

    def search_documents(self):
        return event_documents(self)

    def lock_row(self):
        Seats.objects.locked(self.pk)  # before the page: whoever takes a seat locks in that order, too
        super().lock_row()

    def publish(self, revision, *args, **kwargs):
        with transaction.atomic():
            self.lock_row()
            self._remember_the_former_day(revision)
            self._keep_chosen_sessions(revision)
            super().publish(revision, *args, **kwargs)
            for moment in self._moments():
                changed(due=moment)

    def _remember_the_former_day(self, revision):
        """A live event that gets another first day tells which one it had; one that comes back tells nothing."""
        before = Event.objects.get(pk=self.pk)
        days = [day.starts_at for day in revision.as_object().days.all()]
        if before.live and before.starts_at and days and min(days) != before.starts_at:
            origin = before.moved_from or before.starts_at
            revision.content["moved_from"] = None if min(days) == origin else origin.isoformat()
        else:
            revision.content["moved_from"] = before.moved_from and before.moved_from.isoformat()
        revision.save(update_fields=["content"])

    def _keep_chosen_sessions(self, revision):
        """A session that somebody has chosen is struck, never removed: they are told and can choose again."""
        kept = {session.get("pk") for session in revision.content.get("sessions", [])}
        removed = Event.objects.get(pk=self.pk).sessions.exclude(pk__in=kept).filter(choices__isnull=False)
        for session in removed.distinct():
            session.is_cancelled = True
            revision.content.setdefault("sessions", []).append(session.serializable_data())
        revision.save(update_fields=["content"])

    def _moments(self):
        """When the page changes by itself: sign-up opens or closes, reserved seats are let go, the day is over."""
        now, event = timezone.now(), Event.objects.get(pk=self.pk)
        moments = [event.opens_at, event.closes_at, event.starts_at, event.ends_at]
        moments += event.reserved_seats.values_list("until", flat=True)
        return [moment for moment in moments if moment and moment > now]

    def get_absolute_url(self):
        """The address in the language that is shown, which is Swedish where there is no translation."""
        return self._address_of("events:detail")

    def url_in(self, language):
        with translation.override(language):
            return self.get_absolute_url()

    @property
    def sign_up_url(self):
        return self._address_of("events:sign_up")

    @property
    def group_sign_up_url(self):
        return self._address_of("events:group_sign_up")

    def _address_of(self, view):
        text = self.text
        with translation.override(text.language):
            return reverse(view, args=[text.slug]) if text.slug else reverse("events:list")

    @property
    def is_cancelled(self):
        return self.cancelled_on is not None

    @property
    def is_over(self):
        return bool(self.ends_at) and self.ends_at < timezone.now()

    @property
    def asks_for_needs(self):
        return bool({Ask.DIET, Ask.ACCESS} & set(self.asks))

    @property
    def is_near(self):
        """So near that those who are coming should be reminded."""
        if self.starts_at is None or self.reminder_days is None:
            return False
        return self.starts_at - timedelta(days=self.reminder_days) <= timezone.now()

    @property
    def is_online(self):
        return bool(self.online_url)

    @property
    def access_names(self):
        return [Access(value).label for value in self.access if value in Access.values]

    @property
    def published_reports(self):
        """What has been told about the day afterwards, and may be read now."""
        return [article for article in self.reports.all() if article.is_published] if self.pk else []

    @property
    def signs_up_until(self):
        """When sign-up closes, whether or not the organiser has said so."""
        return min(filter(None, [self.closes_at, self.starts_at]), default=None)

    @property
    def erased_on(self):
        """The first day when what is kept about participants is gone."""
        return self.ends_at and timezone.localdate(self.ends_at) + timedelta(days=self.kept_days + 1)

    def get_preview_template(self, request, mode_name):
        return "events/detail.html"

    def get_preview_context(self, request, mode_name):
        return {**super().get_preview_context(request, mode_name), "event": self, "page": EventPage(self)}
