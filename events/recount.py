"""Are the counters what the rows say? They always should be; this is how one would know if they were not."""

from collections import Counter

from events.models import SEATED, Choice, Registration, Seats, State


def differences() -> list[str]:
    """A sentence for each counter that differs from its rows, and for each room with more people than seats."""
    event_counts = Counter(Registration.objects.values_list("event", "state"))
    granted = Counter(Choice.objects.filter(is_granted=True).values_list("session", flat=True))
    wished = Choice.objects.filter(is_granted=False, registration__state=State.CONFIRMED)
    waiting = Counter(wished.values_list("session", flat=True))
    found = []
    for seats in Seats.objects.select_related("event", "session").order_by("event", "pk"):
        if seats.session_id:
            taken, waits = granted[seats.session_id], waiting[seats.session_id]
        else:
            taken = sum(event_counts[seats.event_id, state] for state in SEATED)
            waits = event_counts[seats.event_id, State.WAITING]
        name = seats.session or seats.event
        if (seats.taken, seats.waiting) != (taken, waits):
            found.append(
                f"{name}: {seats.taken} platser och {seats.waiting} i kö, men raderna säger {taken} och {waits}."
            )
        if seats.capacity is not None and taken > seats.capacity:
            found.append(f"{name}: {taken} har plats, men platserna är {seats.capacity}.")
    return found
