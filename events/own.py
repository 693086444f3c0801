"""What a participant's own page shows: where she stands, what she can do, what is kept about her."""

from functools import cached_property

from django.urls import reverse
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _

from events.lookup import event_with_all
from events.models import Choice, Registration, State
from events.pages import EventPage
from tillit.links import NAMES, LanguageChoice
from tillit.outbox.models import Message
from tillit.personal_data import declared

KEPT = {
    "name": _("Namn"),
    "email": _("E-post"),
    "organisation_text": _("Organisation"),
    "role": _("Roll eller titel"),
    "invoice_reference": _("Fakturareferens"),
}
NEEDS = {"diet": _("Kost och allergier"), "access": _("Behov av tillgänglighet")}


class KeyedPage:
    def __init__(self, row, token=None):
        self.row, self.event, self.token = (
            row,
            event_with_all(row.event_id),
            token or row.opened_with or row.token,
        )
        self.event_page = EventPage(self.event)

    @property
    def is_receipt(self):
        """Opened at the address that the form led to, which holds for a day."""
        return self.token != self.row.token

    def address(self, view):
        return reverse(f"registration:{view}", args=[self.token])

    @property
    def languages(self):
        """The same page in each language; the event's texts are in Swedish where they are not translated."""
        current, choices = get_language(), []
        for code, name in NAMES.items():
            with override(code):
                choices.append(LanguageChoice(code, name, self.own_address, code == current))
        return choices

    @cached_property
    def letter(self):
        """The last letter to this person, for telling whether it has gone."""
        return Message.objects.filter(about=self.about).order_by("-pk").first()

    @property
    def own_address(self):
        return self.address("own")

    @property
    def cancel_address(self):
        return self.address("cancel")


class OwnPage(KeyedPage):
    @property
    def about(self):
        return f"registration:{self.row.uid}"

    @cached_property
    def choices(self):
        return list(self.row.choices.select_related("session").order_by("session__starts_at", "pk"))

    @property
    def granted(self):
        return [choice.session for choice in self.choices if choice.is_granted]

    @cached_property
    def place_in_queue(self):
        """1 for who is next; counted among those who still wait."""
        ahead = Registration.objects.waiting().filter(
            event=self.event, queue_number__lt=self.row.queue_number
        )
        return ahead.count() + 1

    def place_in_queue_to(self, wish):
        """1 for who is next among those who wait for the session."""
        ahead = Choice.objects.filter(
            session=wish.session_id,
            is_granted=False,
            registration__state=State.CONFIRMED,
            queue_number__lt=wish.queue_number,
        )
        return ahead.count() + 1

    @property
    def is_ahead(self):
        """Something can still be changed: the day is ahead and not cancelled."""
        seats = self.event_page.seats
        return bool(seats and seats.is_ahead)

    @property
    def is_coming(self):
        return self.row.state == State.CONFIRMED and not self.event.is_cancelled

    @property
    def is_waiting(self):
        return self.row.state == State.WAITING

    @property
    def is_offered(self):
        return self.row.state == State.OFFERED

    @property
    def can_change(self):
        return self.row.is_active and self.is_ahead

    @property
    def can_hand_over(self):
        return self.is_coming and self.is_ahead

    @property
    def was_signed_up_by_another(self):
        is_her_own = self.row.group_id is None or self.row.handed_from_id is not None
        return not is_her_own and self.row.group.email != self.row.email

    @cached_property
    def slots(self):
        """[(hours, held, wanted, place in its queue, [(session, seats, is held, is wanted)])] for each choice."""
        held = {choice.slot: choice for choice in self.choices if choice.is_granted}
        wanted = {choice.slot: choice for choice in self.choices if not choice.is_granted}
        return [
            (
                time,
                held.get(slot),
                wanted.get(slot),
                self.place_in_queue_to(wanted[slot]) if slot in wanted and not self.is_waiting else None,
                [
                    (session, seats, _is(held.get(slot), session), _is(wanted.get(slot), session))
                    for session, seats in sessions
                ],
            )
            for slot, time, sessions in self.event_page.slots
        ]

    @cached_property
    def kept(self):
        """[(what, value, declaration)] for all that is kept about her, told as it is declared."""
        rows = []
        declarations = declared(Registration)
        for field, label in KEPT.items():
            value = getattr(self.row, field) or (field == "organisation_text" and self.row.organisation_name)
            if value:
                rows.append((label, value, declarations[field]))
        for answer in self.row.answers.all() if self.row.has_answers else []:
            rows.append((answer.asked, answer.text, declared(type(answer))["text"]))
        if self.row.has_answers and (sensitive := getattr(self.row, "sensitive", None)):
            for field, label in NEEDS.items():
                if value := getattr(sensitive, field):
                    rows.append((label, value, declared(type(sensitive))[field]))
        return rows

    @property
    def accept_address(self):
        return self.address("accept")

    @property
    def choose_address(self):
        return self.address("choose")

    @property
    def change_address(self):
        return self.address("change")

    @property
    def hand_over_address(self):
        return self.address("hand_over")

    @property
    def calendar_address(self):
        return self.address("calendar")


def _is(choice, session):
    return choice is not None and choice.session_id == session.pk


class GroupPage(KeyedPage):
    @property
    def about(self):
        return f"group:{self.row.pk}"

    @cached_property
    def members(self):
        """Those the contact signed up; who has taken over a seat answers for herself."""
        members = self.row.members
        chosen = Choice.objects.filter(registration__in=members).select_related("session")
        sessions = {}
        for choice in chosen.order_by("session__starts_at"):
            sessions.setdefault(choice.registration_id, []).append(choice)
        return [(member, sessions.get(member.pk, [])) for member in members]

    @property
    def waiting_count(self):
        return sum(member.state == State.WAITING for member, _sessions in self.members)

    @property
    def active_count(self):
        return sum(member.is_active for member, _sessions in self.members)

    @property
    def can_change(self):
        seats = self.event_page.seats
        return bool(seats and seats.is_ahead and self.active_count)

    @property
    def rows(self):
        """(member, sessions chosen, where her seat is given up)"""
        return [
            (member, choices, reverse("registration:cancel_member", args=[self.token, member.pk]))
            for member, choices in self.members
        ]
