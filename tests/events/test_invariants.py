"""Whatever people do, in whatever order: what must hold about seats holds after each step."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from events import allocation, queue, refusals
from events.floor import Floor
from events.models import ACTIVE, SEATED, Choice, Event, Group, Registration, ReservedSeats, Seats, State
from events.publishing import put_in_force
from events.room import Fit
from tests.factories import at, make_event, make_organisation, make_person, make_session, republish
from tillit.outbox.models import Message

someone = st.integers(0, 30)
session = st.integers(0, 4)
steps = st.one_of(
    st.tuples(st.just("sign_up"), someone, session, session),
    st.tuples(st.just("group"), st.integers(2, 4), st.booleans(), session),
    st.tuples(st.just("together"), st.integers(2, 4), session, session),
    st.tuples(st.just("cancel"), someone),
    st.tuples(st.just("leave_group"), someone),
    st.tuples(st.just("lapse"), st.just(0)),
    st.tuples(st.just("choose"), someone, session),
    st.tuples(st.just("hand_over"), someone),
    st.tuples(st.just("accept"), someone),
    st.tuples(st.just("capacity"), st.one_of(st.none(), st.integers(1, 7))),
    st.tuples(st.just("session_capacity"), session, st.integers(1, 3)),
    st.tuples(st.just("strike"), session),
    st.tuples(st.just("move"), st.just(0)),
)
rules = st.fixed_dictionaries(
    {
        "queue_rule": st.sampled_from(["ordning", "ryms"]),
        "limit_per_organisation": st.sampled_from([None, 2]),
        "offer_days": st.sampled_from([3, 60]),
        "capacity": st.integers(2, 6),
    }
)


@pytest.fixture
def stages():
    """{whether seats are reserved: (an event with two choices of sessions, its organisations)}, published once."""
    return {is_reserved: set_stage(is_reserved) for is_reserved in (False, True)}


def set_stage(is_reserved):
    organisations = [make_organisation() for _ in range(3)]
    sessions = [make_session(f"A{n}", "A", 10, capacity=2) for n in (1, 2, 3)]
    sessions += [make_session(f"B{n}", "B", 13, capacity=2) for n in (1, 2)]
    reserved = [ReservedSeats(organisation=organisations[0], seats=2, until=at(20))] if is_reserved else []
    return make_event(sessions=sessions, reserved=reserved), organisations


class World:
    """A stage with rules of its own, and whoever has come so far."""

    def __init__(self, stage, rules):
        event, self.organisations = stage
        Event.objects.filter(pk=event.pk).update(**rules)
        put_in_force(event.pk)
        self.event = Event.objects.get(pk=event.pk)
        self.sessions = list(self.event.sessions.order_by("pk"))
        self.number = 0
        self.before = {}

    def person(self, wanted=()):
        self.number += 1
        chosen = {self.sessions[n].slot: self.sessions[n].pk for n in wanted}
        organisation = self.organisations[self.number % 3]
        return make_person(
            f"Person {self.number}",
            email=f"p{self.number}@example.se",
            organisation_id=organisation.pk,
            organisation_text="",
            session_ids=tuple(chosen.values()),
        )

    def pick(self, number):
        everybody = list(Registration.objects.order_by("pk"))
        return everybody[number % len(everybody)] if everybody else None

    def do(self, what, *details):
        try:
            with transaction.atomic():
                getattr(self, what)(*details)
        except refusals.Refused:
            pass

    def sign_up(self, _someone, one, other):
        allocation.sign_up(self.event, self.person([one, other]))

    def group(self, size, all_or_none, wanted):
        group = Group(name="Kontakt", email="kontakt@example.se", all_or_none=all_or_none)
        allocation.sign_up_group(self.event, group, [self.person([wanted]) for _ in range(size)])

    def together(self, size, one, other):
        allocation.sign_up_each(self.event, [self.person([one, other]) for _ in range(size)])

    def leave_group(self, number):
        groups = list(Group.objects.order_by("pk"))
        if groups:
            allocation.cancel_group(groups[number % len(groups)])

    def lapse(self, _nothing):
        offered = Registration.objects.filter(state=State.OFFERED)
        offered.update(offered_until=timezone.now() - timedelta(seconds=1))
        allocation.let_offers_lapse(self.event)

    def cancel(self, number):
        if registration := self.pick(number):
            allocation.cancel(registration)

    def choose(self, number, wanted):
        if registration := self.pick(number):
            allocation.choose_session(registration, self.sessions[wanted].pk)

    def hand_over(self, number):
        if registration := self.pick(number):
            self.number += 1
            allocation.hand_over(registration, name="Efterträdare", email=f"p{self.number}@example.se")

    def accept(self, number):
        if registration := self.pick(number):
            allocation.accept_offer(registration)

    def capacity(self, seats):
        self.event = republish(self.event, capacity=seats)

    def session_capacity(self, wanted, seats):
        self._change_session(wanted, "capacity", seats)

    def strike(self, wanted):
        self._change_session(wanted, "is_cancelled", True)

    def _change_session(self, wanted, field, value):
        sessions = list(self.event.sessions.order_by("pk"))
        setattr(sessions[wanted], field, value)
        self.event.sessions = sessions
        self.event.save_revision().publish()
        self.event = Event.objects.get(pk=self.event.pk)

    def move(self, _nothing):
        allocation.move_queue(self.event)

    def outcome(self):
        """Who has what, who waits in which order, and what everybody was told; the same for equal worlds."""
        names = {session.pk: number for number, session in enumerate(self.sessions)}
        people = list(Registration.objects.order_by("pk"))
        waiting = [r.email for r in Registration.objects.waiting()]
        seats = [
            (r.taken, r.waiting, r.is_queueing)
            for r in Seats.objects.filter(event=self.event).order_by("session_id", "pk")
        ]
        return (
            [
                (r.email, r.state, sorted((names[c.session_id], c.is_granted) for c in r.choices.all()))
                for r in people
            ],
            waiting,
            sorted(Message.objects.exclude(kind="events.group").values_list("to", "kind")),
            sorted(seats),
        )

    # What must hold ------------------------------------------------------------------------------

    def check(self):
        self._counters_are_the_rows()
        self._nothing_is_sold_twice()
        self._nobody_waits_beside_an_empty_chair()
        self._everybody_knows()

    def _counters_are_the_rows(self):
        states = Counter(Registration.objects.values_list("state", flat=True))
        event, sessions = self._seats()
        assert (event.taken, event.waiting) == (sum(states[s] for s in SEATED), states[State.WAITING])
        for pk, row in sessions.items():
            choices = Choice.objects.filter(session=pk)
            waits = choices.filter(is_granted=False, registration__state=State.CONFIRMED)
            assert (row.taken, row.waiting) == (choices.filter(is_granted=True).count(), waits.count())

    def _nothing_is_sold_twice(self):
        event, sessions = self._seats()
        now = {None: event, **sessions}
        for key, row in now.items():
            was = self.before.get(key, 0)  # a room that shrinks throws nobody out, but lets nobody in
            assert row.capacity is None or row.taken <= max(row.capacity, was)
        self.before = {key: row.taken for key, row in now.items()}
        if event.limit_per_organisation:
            seated = Registration.objects.filter(state__in=[*SEATED]).values_list(
                "organisation_id", flat=True
            )
            assert max(Counter(seated).values(), default=0) <= event.limit_per_organisation
        active = Registration.objects.filter(state__in=ACTIVE).values_list("email", flat=True)
        assert len(active) == len(set(active))
        assert not Choice.objects.exclude(registration__state__in=ACTIVE).exists()
        assert (
            not Choice.objects.filter(is_granted=True).exclude(registration__state=State.CONFIRMED).exists()
        )

    def _nobody_waits_beside_an_empty_chair(self):
        with transaction.atomic():
            floor = Floor(self.event.pk)
            parties = floor.parties()
            fits = [floor.room.fits([r.organisation_key for r in party]) for party in parties]
            for row in floor.sessions.values():
                assert row.waiting == 0 or not row.has_room_for(1)
            assert queue._circle(queue._waiting_choices(floor)) is None
            if fits and floor.seats.passes_groups:
                assert Fit.YES not in fits
            # By strict order a group that does not fit holds up the rest; nothing else does.
            first_full = fits.index(Fit.FULL) if Fit.FULL in fits else len(fits)
            assert Fit.YES not in fits[:first_full]

    def _everybody_knows(self):
        for registration in Registration.objects.all():
            letters = Message.objects.filter(about=f"registration:{registration.uid}").order_by("pk")
            assert letters.count() == registration.letters > 0
            assert letters.last().content["state"] == registration.state
            is_live = any(entry["is_live"] for entry in registration.calendar.values())
            assert is_live == (registration.state == State.CONFIRMED)

    def _seats(self):
        rows = list(Seats.objects.filter(event=self.event))
        return next(r for r in rows if r.session_id is None), {r.session_id: r for r in rows if r.session_id}


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(rules=rules, is_reserved=st.booleans(), script=st.lists(steps, min_size=4, max_size=14))
def test_invariants_hold_after_each_step(stages, rules, is_reserved, script):
    with transaction.atomic():
        world = World(stages[is_reserved], rules)
        for step in script:
            world.do(*step)
            world.check()
        transaction.set_rollback(True)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(
    rules=rules,
    is_reserved=st.booleans(),
    group=st.integers(0, 3),
    wishes=st.lists(st.tuples(session, session), min_size=6, max_size=9),
)
def test_who_comes_together_with_others_gets_what_she_would_have_got_alone(
    stages, rules, is_reserved, group, wishes
):
    outcomes = []
    for sizes in (1, 3):
        with transaction.atomic():
            world = World(stages[is_reserved], rules)
            if group:
                world.do("group", group, True, 0)
            people = [world.person(wish) for wish in wishes]
            for start in range(0, len(people), sizes):
                allocation.sign_up_each(world.event, people[start : start + sizes])
                world.check()
            outcomes.append(world.outcome())
            transaction.set_rollback(True)

    assert outcomes[0] == outcomes[1]


def test_the_check_would_notice_a_seat_sold_twice(stages):
    world = World(stages[False], {"capacity": 2})
    for _ in range(3):
        world.sign_up(0, 0, 3)
    world.check()

    Registration.objects.filter(state=State.WAITING).update(state=State.CONFIRMED)

    with pytest.raises(AssertionError):
        world.check()
