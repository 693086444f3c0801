"""The people who have signed up, as the organiser sees and exports them."""

from collections import Counter

from django.utils import timezone

from events.models import Choice, Event, Group, Registration, SensitiveAnswer, State
from tillit.editorial.permissions import workable_by, works_for_all
from tillit.outbox.models import Message
from tillit.text import typed_line, whole_number

SEE, CHANGE = "events.view_registration", "events.change_registration"
HEADINGS = [
    "Namn",
    "E-post",
    "Organisation",
    "Roll",
    "Fakturareferens",
    "Läge",
    "Plats i kön",
    "Pass",
    "Anmäld",
    "Grupp",
]


class RegistrationList:
    """Those that an address asks for: ?lage=ko&pass=12&q=gislaved."""

    def __init__(self, event, query):
        self.event = event
        self.state = query.get("lage", "")
        self.session = query.get("pass", "")
        self.text = typed_line(query.get("q", ""))[:100]

    @property
    def registrations(self):
        found = self.event.registrations.kept().select_related("organisation", "group")
        if self.state in State.values:
            found = found.filter(state=self.state)
        elif self.state != "alla":
            found = found.active()
        if session := whole_number(self.session):
            found = found.filter(choices__session=session)
        if self.text:
            found = found.filter(pk__in=self._matching())
        return found.order_by("-state", "queue_number", "name", "pk").prefetch_related("choices__session")

    def _matching(self):
        """Compared here, for not every database knows that å is the small letter of Å."""
        fields = ("pk", "name", "email", "organisation__name", "organisation_text")
        wanted = self.text.casefold()
        people = self.event.registrations.kept().values_list(*fields)
        return [pk for pk, *texts in people if any(wanted in (text or "").casefold() for text in texts)]

    @property
    def states(self):
        counts = Counter(self.event.registrations.kept().values_list("state", flat=True))
        return [(value, label, counts[value]) for value, label in State.choices if counts[value]]

    @property
    def sessions(self):
        """[(session, how many have it, how many wait for it)]"""
        choices = Choice.objects.filter(session__event=self.event, registration__state=State.CONFIRMED)
        counts = Counter(choices.values_list("session", "is_granted"))
        sessions = self.event.sessions.exclude(slot="").order_by("starts_at", "pk")
        return [(session, counts[session.pk, True], counts[session.pk, False]) for session in sessions]


def with_letters(registrations):
    """[(registration, its last letter)]: whether it has gone stands beside each person."""
    rows = list(registrations)
    about = [f"registration:{registration.uid}" for registration in rows]
    found = Message.objects.filter(about__in=about).defer("content")
    # The last one, but one that failed is never hidden by a later one that went.
    letters = {m.about: m for m in sorted(found, key=lambda m: (m.state == Message.State.FAILED, m.pk))}
    return [(registration, letters.get(f"registration:{registration.uid}")) for registration in rows]


def failed_letters(user):
    """Letters that did not arrive, to those who have signed up for the user's events."""
    failed = Message.objects.failed().exclude(
        kind__startswith="following."
    )  # whose they are is nobody's business
    if works_for_all(user):
        return failed
    own = workable_by(Event.objects.all(), user)
    about = {kind: [] for kind in ("registration", "group")}
    for kind, _colon, key in (about.partition(":") for about in failed.values_list("about", flat=True)):
        about.get(kind, []).append(key)
    uids = Registration.objects.filter(event__in=own, uid__in=about["registration"]).values_list(
        "uid", flat=True
    )
    groups = Group.objects.filter(event__in=own, pk__in=about["group"]).values_list("pk", flat=True)
    return failed.filter(
        about__in=[*(f"registration:{uid}" for uid in uids), *(f"group:{pk}" for pk in groups)]
    )


def needs(event):
    """[(what, answer, how many)]: diet and access among those who have a seat, without a name anywhere."""
    answers = SensitiveAnswer.objects.filter(registration__event=event, registration__state=State.CONFIRMED)
    diet, access = Counter(), Counter()
    for answer in answers:
        diet[_plain(answer.diet)] += 1
        access[_plain(answer.access)] += 1
    rows = [("Kost och allergier", text, number) for text, number in sorted(diet.items()) if text]
    return rows + [("Tillgänglighet", text, number) for text, number in sorted(access.items()) if text]


def _plain(text):
    return typed_line(text).casefold().rstrip(".")


def table(event: Event) -> list[list]:
    """Heading and a row for each person; the organiser's own questions last."""
    questions = list(event.questions.all())
    rows = [[*HEADINGS, *(question.label_sv for question in questions)]]
    people = event.registrations.kept().select_related("organisation", "group").order_by("name", "pk")
    waiting = event.registrations.waiting().values_list("pk", flat=True)
    places = {pk: place for place, pk in enumerate(waiting, start=1)}
    for person in people.prefetch_related("choices__session", "answers"):
        answers = {answer.question_id: answer.text for answer in person.answers.all()}
        rows.append(
            [
                *_cells(person, places.get(person.pk, "")),
                *(answers.get(question.pk, "") for question in questions),
            ]
        )
    return rows


def _cells(person: Registration, place_in_queue: int | str) -> list:
    choices = [
        choice.session.title_sv + ("" if choice.is_granted else " (i kö)") for choice in person.choices.all()
    ]
    return [
        person.name,
        person.email,
        person.organisation_name,
        person.role,
        person.invoice_reference,
        person.get_state_display(),
        place_in_queue,
        ", ".join(choices),
        f"{timezone.localtime(person.created_at):%Y-%m-%d %H:%M}",
        person.group.name if person.group else "",
    ]
