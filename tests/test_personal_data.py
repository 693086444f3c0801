"""Every field that can tell something of a person says why it is kept, for whom and how long."""

import pytest
from django.db import models

from tests.test_house_rules import own_models
from tillit.personal_data import PersonalData

# What rows about people hold besides what is declared: nothing that tells who somebody is.
IMPERSONAL = {
    "AccessibilityReport": {"kind", "page", "created_at"},
    "Answer": {"registration", "question", "asked"},
    "Article": None,  # all but what is declared is about the story
    "Comment": {
        *(
            "content_type",
            "object_id",
            "language",
            "anchor",
            "link",
            "created_at",
            "resolved_at",
            "resolved_by",
        ),
    },
    "DraftLink": {"content_type", "object_id", "created_by", "created_at", "expires_at", "revoked_at"},
    "Entry": {"event", "registration", "at", "action", "details"},
    "Event": None,
    "Group": {"event", "all_or_none", "language", "created_at", "erased_at"},
    "Message": {
        *(
            "key",
            "uuid",
            "kind",
            "sender",
            "reply_to",
            "language",
            "state",
            "created_at",
            "due",
            "leased_until",
        ),
        *("attempts", "finished_at", "is_refused"),
    },
    "Missed": {"language", "times", "last_on"},
    "Person": {"is_private"},
    "Registration": {
        *("event", "group", "organisation", "language", "state", "reason", "queue_number", "offered_until"),
        *(
            "handed_from",
            "has_answers",
            "created_at",
            "changed_at",
            "reminded_at",
            "uid",
            "letters",
            "calendar",
            "erased_at",
        ),
    },
    "ReaderAnswer": {"article", "helped", "language", "created_at"},
    "ReviewRequest": {"article", "owner", "asked_at", "escalated_at", "answered_at", "answer"},
    "Role": {"person", "organisation", "since", "until"},
    "SensitiveAnswer": {"registration"},
    "Subscription": {"created_at", "confirmed_at", "told_until", "due"},
    "Told": {"subscription", "page", "told_at"},
    "User": {
        *("is_superuser", "is_for_all", "groups", "user_permissions", "is_staff", "is_active", "date_joined"),
    },
}
ABOUT_THINGS = {
    # Copies of what is public, gone with it.
    *("SearchEntry", "SearchName", "SearchReference", "SearchWord"),
    *(
        "ArticlePrinciple",
        "Attachment",
        "Change",
        "ChangeNote",
        "Choice",
        "EventDay",
        "FormerName",
        "FormerWord",
        "ImportedDocument",
        "NewsFeed",
    ),
    *(
        "KeyFigure",
        "Material",
        "Organisation",
        "Picture",
        "Principle",
        "PublishedAddress",
        "PublishedVersion",
        "TakeDown",
        "Question",
        "Rendition",
    ),
    *("ReservedSeats", "Seats", "Series", "Session", "Source", "Term", "Topic"),
}


def undeclared(model):
    """Fields that are neither declared nor known to tell nothing of a person."""
    declared = getattr(model, "personal_data", {})
    fields = {field.name for field in model._meta.concrete_fields if not field.primary_key}
    known = IMPERSONAL.get(model.__name__, set())
    if known is None or model.__name__ in ABOUT_THINGS:
        # A thing may still name somebody to write to.
        known = {f.name for f in model._meta.concrete_fields if not isinstance(f, models.EmailField)}
    return sorted(fields - set(declared) - known)


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model.__name__)
def test_fields_about_people_are_declared(model):
    assert model.__name__ in IMPERSONAL.keys() | ABOUT_THINGS, "Är modellen om personer eller om saker?"
    assert undeclared(model) == []
    assert all(
        isinstance(d, PersonalData) and all(vars(d).values())
        for d in getattr(model, "personal_data", {}).values()
    )


def test_a_new_field_about_a_person_would_be_noticed():
    class Registration(models.Model):  # noqa: DJ008
        personal_data = {}
        shoe_size = models.CharField(max_length=3)

        class Meta:
            app_label = "noticed"
            managed = False

    assert undeclared(Registration) == ["shoe_size"]
