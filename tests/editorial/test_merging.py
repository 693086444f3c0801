"""Two words, organisations or persons that are one: what moves is shown first, and no address dies."""

import pytest
from django.urls import reverse

from articles.models import Article, ArticlePrinciple, Principle, Term, Topic
from tests.factories import make_article, make_organisation, make_principle, make_role, make_topic, make_user
from tillit.people.models import Organisation, Person


@pytest.fixture(autouse=True)
def signed_in(client, administrator):
    client.force_login(administrator)


def address(row):
    return reverse("merge", args=[row._meta.app_label, row._meta.model_name, row.pk])


def merge(client, row, into):
    return client.post(address(row), {"into": into.pk, "ja": "1"})


def test_what_moves_is_shown_and_nothing_is_done_yet(client):
    chefer, ledare = make_topic("Chefer"), make_topic("Ledare")
    make_article(title_sv="En berättelse", topics=[chefer])

    page = client.get(address(chefer)).text
    assert "1 artiklar: En berättelse" in page
    chosen = client.post(address(chefer), {"into": ledare.pk}).text

    assert "”Chefer” blir en del av ”Ledare”." in chosen
    assert Topic.objects.count() == 2


def test_topic_moves_with_its_stories_drafts_and_address(client):
    chefer, ledare = make_topic("Chefer"), make_topic("Ledare")
    both = make_article(topics=[chefer, ledare])
    draft = make_article(topics=[chefer], published=False)

    merge(client, chefer, ledare)

    assert list(Article.objects.get(pk=both.pk).topics.all()) == [ledare]
    assert list(Article.objects.get(pk=draft.pk).latest_revision.as_object().topics.all()) == [ledare]
    Article.objects.get(pk=both.pk).latest_revision.publish()
    assert list(Article.objects.get(pk=both.pk).topics.all()) == [ledare]
    response = client.get("/teman/chefer/")
    assert (response.status_code, response["Location"]) == (302, "/teman/ledare/")


def test_address_follows_through_two_mergers(client):
    a, b, c = (make_topic(name) for name in ("Ett", "Två", "Tre"))
    merge(client, a, b)
    merge(client, b, c)

    assert client.get("/teman/ett/")["Location"] == "/teman/tre/"


def test_principle_named_twice_by_one_story_is_named_once(client):
    tillit, fortroende = make_principle("Tillit"), make_principle("Förtroende")
    article = make_article(published=False)
    article.principle_links = [ArticlePrinciple(principle=tillit), ArticlePrinciple(principle=fortroende)]
    article.save()
    article.save_revision().publish()

    merge(client, fortroende, tillit)

    assert [link.principle for link in Article.objects.get().principle_links.all()] == [tillit]
    assert Principle.objects.count() == 1


def test_organisation_moves_with_all_that_is_its_and_its_name_is_kept(client):
    old, new = make_organisation(name="Norrby landskommun"), make_organisation(name="Norrby kommun")
    article = make_article(organisation=old)
    role = make_role(organisation=old)
    user = make_user("n@example.se", "Skribent", organisation=old)

    merge(client, old, new)

    for row in (article, role, user):
        row.refresh_from_db()
        assert row.organisation == new
    assert [former.name for former in new.former_names.all()] == ["Norrby landskommun"]
    assert client.get(f"/organisationer/{old.slug}/")["Location"] == new.get_absolute_url()
    assert Article.objects.get().latest_revision.content["organisation"] == new.pk
    assert Organisation.objects.count() == 1


def test_nobody_is_led_to_what_only_a_draft_names(client):
    """Not even the address of it is told: it is made of the name."""
    old = make_organisation(name="Gamla bolaget", kind="bolag")
    hidden = make_organisation(name="Hemliga bolaget", kind="bolag")
    merge(client, old, hidden)

    answer = client.get(f"/organisationer/{old.slug}/")
    assert answer.status_code == 404
    for address in (
        f"/organisationer/{old.slug}/",
        *(
            f"{path}organisation={old.slug}"
            for path in ("/artiklar/?", "/evenemang/?", "/sok/?q=x&", "/flode.atom?")
        ),
    ):
        assert "hemliga" not in client.get(address).text.lower()

    make_article(organisation=Organisation.objects.get())
    assert client.get(f"/organisationer/{old.slug}/")["Location"] == hidden.get_absolute_url()


def test_address_given_to_what_is_not_public_leads_where_it_led(client):
    """The answer is the same as without it: nothing tells that there is such a thing."""
    old, goal = (make_organisation(name=f"{name} bolaget", kind="bolag") for name in ("Gamla", "Nya"))
    make_article(organisation=goal, title_sv="Om det nya")
    merge(client, old, goal)
    addresses = (f"/organisationer/{old.slug}/", f"/artiklar/?organisation={old.slug}")
    before = [client.get(address) for address in addresses]

    make_organisation(name="Hemliga bolaget", kind="bolag", slug=old.slug)

    for then, address in zip(before, addresses, strict=True):
        now = client.get(address)
        assert (now.status_code, now.get("Location")) == (then.status_code, then.get("Location"))
        assert ("Om det nya" in now.text) == ("Om det nya" in then.text)
    assert "Om det nya" in client.get(addresses[1]).text


def test_address_that_was_merged_once_and_given_to_a_new_word_can_be_merged_again(client):
    one, goal, other = make_topic("It"), make_topic("Digitalisering"), make_topic("Teknik")
    merge(client, one, goal)
    again = make_topic("It")
    assert again.slug == one.slug

    merge(client, again, other)

    assert client.get(f"/teman/{one.slug}/")["Location"] == other.get_absolute_url()


def test_term_is_found_as_another_word_for_the_other(client):
    one = Term.objects.create(name_sv="styrkedja", explanation_sv="x", forms=["styrkedjan"])
    other = Term.objects.create(
        name_sv="styrningskedja", explanation_sv="y", forms=["styrningskedjan"], synonyms=["led"]
    )

    merge(client, other, one)

    one.refresh_from_db()
    assert one.forms == ["styrkedjan"]
    assert one.synonyms == ["styrningskedja", "styrningskedjan", "led"]
    text = client.get("/ordlista/").text
    assert text.index('id="styrkedja"') < text.index('id="styrningskedja"') < text.index("</dt>")


def test_person_keeps_every_role(client):
    one, two = make_role("Eva Ek", "rektor"), make_role("Eva  Ek", "skolchef")

    merge(client, two.person, one.person)

    assert sorted(role.title for role in Person.objects.get().roles.all()) == ["rektor", "skolchef"]


def test_nothing_is_merged_with_itself_or_by_somebody_who_may_not(client, reviewer):
    topic, other = make_topic("Ett"), make_topic("Två")
    merge(client, topic, topic)
    client.force_login(reviewer)
    merge(client, topic, other)
    client.get(address(topic))

    assert Topic.objects.count() == 2


@pytest.mark.parametrize("kind", ["people/role", "articles/article", "people/user"])
def test_other_things_are_not_merged(client, kind):
    assert client.get(f"/redaktion/sla-ihop/{kind}/1/").status_code == 404
