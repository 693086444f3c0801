from datetime import date
from xml.etree import ElementTree

from django.urls import reverse

from tests.factories import make_article, make_organisation, make_topic

ATOM = "{http://www.w3.org/2005/Atom}"


def entries(response):
    return [
        entry.findtext(f"{ATOM}title")
        for entry in ElementTree.fromstring(response.content).iter(f"{ATOM}entry")
    ]


def test_feed_has_the_published_newest_first(client):
    make_article(title_sv="Äldre", published_on=date(2020, 1, 1))
    make_article(title_sv="Nyare", published_on=date(2021, 1, 1))
    make_article(title_sv="Utkast", published=False)

    response = client.get(reverse("feed"))

    assert response["Content-Type"].startswith("application/atom+xml")
    assert entries(response) == ["Nyare", "Äldre"]


def test_feed_takes_every_filter_of_the_list(client):
    topic = make_topic("Chef")
    make_article(title_sv="Med", topics=[topic], organisation=make_organisation(slug="a"))
    make_article(title_sv="Utan")

    assert entries(client.get(reverse("feed") + "?tema=chef&organisation=a")) == ["Med"]


def test_entry_keeps_its_identity_when_its_address_changes(client):
    article = make_article(title_sv="Först")
    before = client.get(reverse("feed")).text
    article.slug_sv = "helt-ny-adress"
    article.save_revision().publish()

    after = client.get(reverse("feed")).text

    identity = f"<id>http://testserver/a/{article.pk}/</id>"
    assert identity in before
    assert identity in after
    assert "/artiklar/helt-ny-adress/" in after


def test_markup_in_a_title_stays_text(client):
    make_article(title_sv="<script>alert(1)</script> & co")

    assert entries(client.get(reverse("feed"))) == ["<script>alert(1)</script> & co"]
