import pytest
from django.core.management import CommandError, call_command

from tillit.login_links import one_time_login_url


@pytest.fixture
def link(writer):
    return one_time_login_url(writer).removeprefix("http://testserver")


def is_signed_in(client):
    return client.get("/redaktion/").status_code == 200


def test_opening_the_link_signs_nobody_in(client, link):
    for _ in range(2):
        response = client.get(link)

    assert response.status_code == 200
    assert response["Referrer-Policy"] == "strict-origin"
    assert not is_signed_in(client)


def test_the_button_signs_in_once(client, link):
    assert client.post(link).headers["Location"] == "/redaktion/"
    assert is_signed_in(client)

    client.post("/redaktion/logout/")
    again = client.post(link)

    assert again.status_code == 410
    assert "gäller inte längre" in again.text
    assert not is_signed_in(client)


@pytest.mark.parametrize(
    "path", ["/redaktion/in/MQ/fel/", "/redaktion/in/%C3%A5/x/", "/redaktion/in/OTk5OTk5OTk5/x-y/"]
)
def test_made_up_links_are_refused(client, path):
    assert client.post(path).status_code == 410


def test_link_of_someone_who_has_left_is_refused(client, link, writer):
    writer.is_active = False
    writer.save()

    assert client.post(link).status_code == 410


def test_command_gives_links_to_staff_only(writer, capsys):
    call_command("login_link", "SKRIBENT@example.se")
    assert capsys.readouterr().out.startswith("http://testserver/redaktion/in/")

    with pytest.raises(CommandError, match="Ingen aktiv användare"):
        call_command("login_link", "ingen@example.se")
