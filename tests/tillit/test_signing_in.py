"""The login of the hub: password, second step, lock, letters, and a workplace's own login."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core.cache import cache
from django.test import Client

from tests.factories import make_user
from tillit.login_links import one_time_login_url
from tillit.outbox.letters import letter_of
from tillit.outbox.models import Message
from tillit.people.models import User

LOGIN = "/redaktion/konto/in/"
PASSWORD = "ett långt lösenord"


@pytest.fixture(autouse=True)
def nobody_has_tried():
    cache.clear()


def sign_in(client, email="skribent@example.se", password=PASSWORD):
    return client.post(LOGIN, {"login": email, "password": password})


def is_signed_in(client):
    return client.get("/redaktion/").status_code == 200


def code_of(secret):
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


@pytest.fixture
def secret(writer):
    """The writer's app in the telephone."""
    secret = generate_totp_secret()
    TOTP.activate(writer, secret)
    return secret


def test_back_office_leads_to_the_one_login_page(client):
    for path in ("/redaktion/", "/redaktion/login/", "/redaktion/snippets/articles/article/"):
        assert client.get(path, follow=True).request["PATH_INFO"] == LOGIN

    text = client.get(LOGIN).text
    assert "Logga in i redaktionen" in text
    assert 'autocomplete="current-password"' in text
    assert "Wagtail" not in text


def test_right_password_opens_the_back_office(client, writer):
    assert sign_in(client)["Location"] == "/redaktion/"
    assert is_signed_in(client)


def test_five_wrong_passwords_close_the_account_for_the_right_one_too(client, writer):
    for _ in range(5):
        response = sign_in(client, password="fel lösenord")
        assert "stämmer inte" in response.text

    assert "för många försök" in sign_in(client).text
    assert "för många försök" in sign_in(Client(REMOTE_ADDR="198.51.100.9")).text
    assert not is_signed_in(client)


def test_unknown_address_is_told_just_what_a_known_one_is(client, writer):
    known, unknown = (
        client.post(LOGIN, {"login": login, "password": "fel lösenord"}).context["form"].errors
        for login in ("skribent@example.se", "ingen@example.se")
    )
    assert known == unknown


def test_somebody_without_a_role_is_told_so(client):
    make_user("utan@example.se")

    response = client.post(LOGIN, {"login": "utan@example.se", "password": PASSWORD}, follow=True)

    assert response.status_code == 403
    assert "ingen roll" in response.text


@pytest.mark.parametrize("path", ["/redaktion/konto/ny/", "/redaktion/konto/arbetsplats/signup/"])
def test_nobody_signs_up(client, path):
    client.post(path, {"email": "ny@example.se", "password1": PASSWORD, "password2": PASSWORD})

    assert not User.objects.filter(email="ny@example.se").exists()


def test_second_step_is_asked_for_and_is_needed(client, writer, secret):
    assert sign_in(client)["Location"].startswith("/redaktion/konto/tva-steg/authenticate/")
    assert not is_signed_in(client)

    wrong = client.post("/redaktion/konto/tva-steg/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert not is_signed_in(client)

    client.post("/redaktion/konto/tva-steg/authenticate/", {"code": code_of(secret)})
    assert is_signed_in(client)


def test_one_time_link_asks_for_the_second_step_too(client, writer, secret):
    response = client.post(one_time_login_url(writer).removeprefix("http://testserver"))

    assert response["Location"].startswith("/redaktion/konto/tva-steg/authenticate/")
    assert not is_signed_in(client)


def test_secret_of_the_app_is_sealed_in_the_database(writer, secret):
    stored = Authenticator.objects.get().data["secret"]

    assert secret not in stored


def test_where_two_steps_are_demanded_a_password_alone_opens_nothing(client, writer, settings):
    settings.REQUIRE_TWO_FACTOR = True
    sign_in(client)

    for path in ("/redaktion/", "/redaktion/snippets/articles/article/", "/redaktion/images/"):
        assert client.get(path)["Location"] == "/redaktion/konto/tva-steg/"
    assert client.get("/redaktion/konto/tva-steg/").status_code == 200
    assert client.get("/").status_code == 200


def test_with_an_app_the_back_office_is_open(client, writer, secret, settings):
    settings.REQUIRE_TWO_FACTOR = True
    sign_in(client)
    client.post("/redaktion/konto/tva-steg/authenticate/", {"code": code_of(secret)})

    assert is_signed_in(client)


def test_app_is_connected_and_the_owner_gets_a_letter(client, writer, django_capture_on_commit_callbacks):
    sign_in(client)
    page = client.get("/redaktion/konto/tva-steg/totp/activate/")
    secret = page.context["form"].secret

    with django_capture_on_commit_callbacks(execute=True):
        client.post("/redaktion/konto/tva-steg/totp/activate/", {"code": code_of(secret)})

    assert Authenticator.objects.filter(user=writer, type="totp").exists()
    subjects = {letter_of(message).subject for message in Message.objects.all()}
    assert "En app har kopplats till ditt konto" in subjects


def test_forgotten_password_comes_by_letter_and_works_once(client, writer):
    client.post("/redaktion/konto/losenord/glomt/", {"email": "SKRIBENT@example.se"})
    letter = letter_of(Message.objects.get())
    link = next(line for line in letter.text.splitlines() if "/losenord/" in line)
    assert link not in str(Message.objects.values().get())

    page = client.get(link.removeprefix("http://testserver"), follow=True)
    new = {"password1": "en mening att minnas", "password2": "en mening att minnas"}
    client.post(page.request["PATH_INFO"], new)

    assert sign_in(Client(), password="en mening att minnas")["Location"] == "/redaktion/"
    again = Client().get(link.removeprefix("http://testserver"), follow=True)
    assert again.context["token_fail"]


def test_letter_is_not_written_to_somebody_unknown(client):
    response = client.post("/redaktion/konto/losenord/glomt/", {"email": "ingen@example.se"})

    assert response["Location"] == "/redaktion/konto/losenord/skickat/"
    assert not Message.objects.exists()


def test_new_colleague_gets_a_letter_and_chooses_her_own_password(client, administrator):
    client.force_login(administrator)
    groups = [group.pk for group in administrator.groups.all()]
    fields = {
        "email": "ny@example.se",
        "first_name": "Nya",
        "last_name": "Prov",
        "groups": groups,
        "is_for_all": "on",
    }
    client.post("/redaktion/users/new/", fields)

    colleague = User.objects.get(email="ny@example.se")
    assert not colleague.has_usable_password()
    assert not colleague.is_superuser
    letter = letter_of(Message.objects.get(to="ny@example.se"))
    assert letter.subject == "Välkommen till Tillits redaktion"
    assert "har lagt till dig i Tillits redaktion" in letter.text


def test_colleague_without_organisation_has_to_be_for_all(client, administrator):
    client.force_login(administrator)
    fields = {"email": "ny@example.se", "first_name": "Nya", "last_name": "Prov"}

    response = client.post("/redaktion/users/new/", fields)

    assert "Välj en organisation, eller kryssa för alla" in response.text
    assert not User.objects.filter(email="ny@example.se").exists()


def test_nobody_becomes_superuser_through_the_form(client, administrator, writer):
    client.force_login(administrator)
    fields = {
        "email": writer.email,
        "first_name": "A",
        "last_name": "B",
        "is_superuser": "on",
        "is_active": "on",
        "is_for_all": "on",
    }
    client.post(f"/redaktion/users/edit/{writer.pk}/", fields)

    writer.refresh_from_db()
    assert (writer.first_name, writer.is_superuser) == ("A", False)


# A workplace's own login -------------------------------------------------------------------------


class Workplace(BaseHTTPRequestHandler):
    """A small OpenID Connect provider: whoever comes is signed in there as `email`."""

    email = "skribent@example.se"

    def do_GET(self):
        path = urlsplit(self.path)
        base = f"http://127.0.0.1:{self.server.server_port}"
        if path.path == "/.well-known/openid-configuration":
            names = {
                "authorization_endpoint": "/auth",
                "token_endpoint": "/token",
                "userinfo_endpoint": "/me",
            }
            return self._answer({"issuer": base, **{key: base + value for key, value in names.items()}})
        return self._answer({"sub": "17", "email": Workplace.email, "name": "Prov", "email_verified": True})

    def do_POST(self):
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"access_token": "abc", "token_type": "Bearer"})

    def _answer(self, data):
        body = json.dumps(data).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@pytest.fixture
def workplace(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Workplace)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    app = {"provider_id": "provby", "name": "Provby kommun", "client_id": "tillit", "secret": "hemlig"}
    app["settings"] = {
        "server_url": f"http://127.0.0.1:{server.server_port}",
        "verified_email": ["example.se"],
        "email_authentication": True,
    }
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True}}
    yield Workplace
    server.shutdown()
    server.server_close()
    Workplace.email = "skribent@example.se"


def through_the_workplace(client):
    begun = client.post("/redaktion/konto/oidc/provby/login/")
    state = parse_qs(urlsplit(begun["Location"]).query)["state"][0]
    return client.get(
        "/redaktion/konto/oidc/provby/login/callback/", {"code": "1", "state": state}, follow=True
    )


def test_workplace_signs_in_its_own(client, writer, workplace, settings):
    settings.REQUIRE_TWO_FACTOR = True
    assert "Provby kommun" in client.get(LOGIN).text

    through_the_workplace(client)

    assert is_signed_in(client)  # the workplace answers for the second step


@pytest.mark.parametrize("email", ["okand@example.se", "skribent@annan.example"])
def test_workplace_lets_in_nobody_else(client, writer, workplace, email):
    if email.endswith("annan.example"):
        make_user(email, "Skribent")
    Workplace.email = email

    response = through_the_workplace(client)

    assert response.status_code == 403
    assert not is_signed_in(client)
    assert not User.objects.filter(email="okand@example.se").exists()


def test_login_is_off_where_no_workplace_is_set(client):
    assert "arbetsplatsens" not in client.get(LOGIN).text
    assert client.get("/redaktion/konto/oidc/provby/login/").status_code == 404
