"""One letter as it goes over the wire, and what becomes of it."""

import smtplib

import pytest
from django.core.management import CommandError, call_command

from events import allocation
from tests.factories import make_event, make_person
from tests.outbox.mailserver import MailServer
from tillit.outbox.letters import as_email, letter_of
from tillit.outbox.models import Message
from tillit.outbox.worker import carry, is_permanent, wait_after


@pytest.fixture
def mail(settings):
    with MailServer() as server:
        settings.SENDS_MAIL = True
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.controller.port
        yield server


def sign_up(name="Ada Prov", **values):
    return allocation.sign_up(make_event(contact_email="fraga@example.se"), make_person(name, **values))


def test_letter_arrives_whole(mail):
    ada = sign_up()

    assert carry() == (1, 0)

    ((address, message_id, letter),) = mail.letters
    text = letter.get_body(("plain",)).get_content().replace("\r\n", "\n")
    html = letter.get_body(("html",)).get_content()
    assert address == "ada-prov@example.se"
    assert message_id == f"<{Message.objects.get().uuid}@testserver>"
    assert letter["Subject"] == f"Du har en plats: {ada.event.title_sv}"
    assert letter["Reply-To"] == "fraga@example.se"
    assert letter["From"].addresses[0].display_name == ada.event.organisation.name
    assert letter["Auto-Submitted"] == "auto-generated"
    assert f"\nhttp://testserver{ada.own_url}\n" in text
    assert f'<a href="http://testserver{ada.own_url}">' in html
    assert [part.get_content_type() for part in letter.iter_attachments()] == ["text/calendar"]
    assert (Message.objects.get().state, Message.objects.get().attempts) == ("skickat", 1)


@pytest.mark.parametrize("language", ["en", "fi"])
def test_letter_is_in_the_persons_language(language):
    sign_up(language=language)

    letter = letter_of(Message.objects.get())

    assert letter.subject.startswith({"en": "You have a seat", "fi": "Sinulla on paikka"}[language])
    assert f'<html lang="{language}">' in letter.html
    assert f"http://testserver/{language}/anmalan/" in letter.text


HOSTILE = [
    "Klicka på www.ond.example nu",
    "https://ond.example/x",
    "ond.example",
    "Ada <script>alert(1)</script>",
    "Ada\r\nBcc: alla@example.se",
    "Ada\u202egnp.exe",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_a_name_becomes_no_link_no_header_and_no_markup(mail, name):
    sign_up(name, email="ada@example.se")
    carry()

    ((_address, _id, letter),) = mail.letters
    text, html = letter.get_body(("plain",)).get_content(), letter.get_body(("html",)).get_content()
    assert letter["Bcc"] is None
    assert letter["To"] == "ada@example.se"
    assert "ond.example" not in text + html
    assert "<script" not in html
    assert html.count("<a href") == 1


def test_busy_server_is_tried_again_and_a_refusal_is_final(mail):
    for name in ("busy", "gone", "full"):
        sign_up(name, email=f"{name}@example.se")

    assert carry() == (0, 3)

    states = {m.to.split("@")[0]: (m.state, m.problem[:3], m.attempts) for m in Message.objects.all()}
    assert states == {
        "busy": ("ko", "451", 1),
        "gone": ("misslyckat", "550", 1),
        "full": ("misslyckat", "552", 1),
    }
    assert Message.objects.due().count() == 0  # not at once


def test_the_wait_grows_and_ends():
    waits = [wait_after(n).total_seconds() for n in range(1, 12)]

    assert 16 <= waits[0] <= 24
    assert max(waits) <= 2 * 3600 * 1.2
    meant = sum(min(20 * 2**n, 7200) for n in range(11))  # about seven hours
    assert 0.8 * meant <= sum(waits) <= 1.2 * meant


def test_wrong_password_at_the_mail_server_loses_no_letter():
    assert not is_permanent(smtplib.SMTPAuthenticationError(535, b"no"))
    assert not is_permanent(ConnectionRefusedError())
    assert is_permanent(KeyError("a letter that cannot be written"))


def test_nothing_is_sent_where_no_mail_is_set(client, settings):
    sign_up()

    with pytest.raises(CommandError, match="EMAIL_URL"):
        call_command("outbox")
    assert carry() == (1, 0)
    assert Message.objects.get().state == "visat"

    settings.IS_LOCAL = True
    message = Message.objects.get()
    assert "ada-prov@example.se" in client.get("/brev/").text
    assert "Du har en plats" in client.get(f"/brev/{message.pk}/").text
    assert client.get(f"/brev/{message.pk}/0.ics").headers["Content-Type"].startswith("text/calendar")
    assert client.get(f"/brev/{message.pk}/7.ics").status_code == 404


@pytest.mark.parametrize(("sends", "local"), [(True, True), (True, False), (False, False)])
def test_letters_are_shown_nowhere_else(client, settings, sends, local):
    sign_up()
    settings.SENDS_MAIL, settings.IS_LOCAL = sends, local

    for path in ("/brev/", f"/brev/{Message.objects.get().pk}/"):
        assert client.get(path).status_code == 404


def test_as_email_survives_every_kind_of_name():
    for name in HOSTILE:
        sign_up(name, email=f"{len(name)}-{hash(name) % 1000}@example.se", organisation_text=name)
    for message in Message.objects.all():
        assert as_email(message).as_bytes()
