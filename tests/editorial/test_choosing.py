"""Rows out of large registers are chosen, and people written down, without leaving the text."""

import pytest
from django.urls import reverse

from articles.models import Article
from tests.editorial.test_back_office import EDIT, form
from tests.factories import make_article, make_organisation, make_role
from tillit.people.models import Person, Role

CREATE = reverse("wagtailsnippetchoosers_people_role:create")


def test_form_holds_those_who_are_chosen_and_never_the_whole_register(client, writer):
    client.force_login(writer)
    chosen, other = make_role("Asta Prov"), make_role("Bo Prov")
    article = make_article(owner=writer, organisation=make_organisation(), published=False)
    address = reverse(EDIT, args=[article.pk])

    client.post(address, form(title_sv="Med skribent") | {"authors": [chosen.pk, other.pk]})
    client.post(address, form(title_sv="Med skribent") | {"authors": [chosen.pk]})

    draft = Article.objects.get().get_latest_revision_as_object()
    assert [role.person.name for role in draft.authors.all()] == ["Asta Prov"]
    text = client.get(address).text
    assert "Asta Prov" in text
    assert "Bo Prov" not in text


def test_list_that_comes_back_with_an_error_keeps_what_was_chosen(client, writer):
    client.force_login(writer)
    role = make_role("Asta Prov")
    article = make_article(owner=writer, organisation=make_organisation(), published=False)

    data = form(title_sv="Ny", happened_until="2026-01-01", happened_on="2026-02-01") | {"authors": [role.pk]}
    text = client.post(reverse(EDIT, args=[article.pk]), data).text

    assert "Händelsen kan inte sluta innan den börjar." in text
    assert "Asta Prov" in text


def test_who_is_quoted_is_written_down_in_one_go(client, writer):
    client.force_login(writer)
    organisation = make_organisation()
    assert 'name="person-name"' in client.get(CREATE.replace("create/", "")).json()["html"]

    answer = created(client, name=" Asta  Prov", title="enhetschef", organisation=organisation.pk)

    role = Role.objects.get()
    assert answer.json()["result"]["id"] == str(role.pk)
    assert str(role) == f"Asta Prov, enhetschef, {organisation.name}"


def test_namesake_elsewhere_is_another_person(client, writer):
    client.force_login(writer)
    here, there = make_organisation(), make_organisation()
    created(client, name="Asta Prov", title="enhetschef", organisation=here.pk)
    created(client, name="Asta Prov", title="förvaltningschef", organisation=here.pk)
    created(client, name="Asta Prov", title="rektor", organisation=there.pk)

    assert sorted(person.roles.count() for person in Person.objects.all()) == [1, 2]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": " "}, "Det här fältet är obligatoriskt"),
        ({"name": "\u200b"}, "Skriv ett namn."),
        ({"party": "C"}, "Parti anges bara för förtroendevalda."),
    ],
)
def test_what_is_wrong_is_said_in_the_window(client, writer, wrong, said):
    client.force_login(writer)

    answer = created(client, **{"name": "Asta Prov", "title": "", "organisation": "", **wrong})

    assert said in answer.json()["htmlFragment"]
    assert not Role.objects.exists()


def created(client, **values):
    return client.post(CREATE, {f"person-{name}": value for name, value in values.items()})
