from events.models.event import Access, Ask, Event
from events.models.programme import EventDay, Material, Question, ReservedSeats, Session
from events.models.registration import (
    ACTIVE,
    SEATED,
    Answer,
    Choice,
    Entry,
    Group,
    Registration,
    SensitiveAnswer,
    State,
)
from events.models.seats import Seats
from events.models.series import Series

__all__ = [
    "ACTIVE",
    "SEATED",
    "Access",
    "Answer",
    "Ask",
    "Choice",
    "Entry",
    "Event",
    "EventDay",
    "Group",
    "Material",
    "Question",
    "Registration",
    "ReservedSeats",
    "Seats",
    "SensitiveAnswer",
    "Series",
    "Session",
    "State",
]
