from datetime import date
from html.parser import HTMLParser

import pytest
from django.urls import reverse

from articles.models import Article, ArticlePrinciple, KeyFigure, Source
from articles.models.article import ChangeNote
from tests.factories import block, make_article, make_organisation, make_principle, make_role, make_topic


class Outline(HTMLParser):
    """Headings with their ids, and every link to an anchor of the page."""

    def __init__(self, html):
        super().__init__()
        self.ids, self.anchors = [], []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if "id" in attributes:
            self.ids.append(attributes["id"])
        if tag == "a" and attributes.get("href", "").startswith("#"):
            self.anchors.append(attributes["href"][1:])


def slide(title, **values):
    return block(
        "slide",
        {"title": title, "is_title_hidden": False, "content": [], "alternative": "", "notes": "", **values},
    )


def heading(text, level="2"):
    return block("heading", {"text": text, "level": level})


def test_contents_lead_to_headings_that_exist_once(client):
    article = make_article(
        body_sv=[heading("Samma"), heading("Samma"), heading("Mindre", "3"), heading("Åäö")]
    )

    outline = Outline(client.get(article.get_absolute_url()).text)

    assert outline.anchors == ["innehall", "facts-title", "samma", "samma-2", "aao"]
    assert len(set(outline.ids)) == len(outline.ids)
    assert set(outline.anchors) <= set(outline.ids)


def test_heading_takes_no_anchor_that_the_page_has(client):
    titles = ["Innehåll", "Källor", "Ändringar", "Lättläst", "Källor 2", "Bild 1", "Resultatet", "Results"]
    article = make_article(
        kind="fall",
        body_sv=[*(heading(title) for title in titles), slide("Om zonen")],
        easy_summary="Kort sagt.",
    )
    Article.objects.filter(pk=article.pk).update(results_sv="Bra.")
    Source.objects.create(article=article, title="En bok")
    ChangeNote.objects.create(article=article, note_sv="Rättat.")

    outline = Outline(client.get(article.get_absolute_url()).text)

    assert {"innehall", "kallor", "andringar", "lattlast", "bild-1", "results"} <= set(outline.ids)
    assert len(set(outline.ids)) == len(outline.ids)


@pytest.mark.parametrize("body", [[], [heading("Ensam")]])
def test_no_empty_contents(client, body):
    assert "contents-title" not in client.get(make_article(body_sv=body).get_absolute_url()).text


def test_no_label_without_a_value(client):
    article = make_article(updated_on=date(2026, 1, 2))
    text = client.get(article.get_absolute_url()).text

    assert "Uppdaterad" in text
    for label in ("Publicerad", "Ägde rum", "Granskad", "Skede", "Evidens", "Källor", "Ändringar"):
        assert label not in text, label


def test_quote_shows_the_role_as_it_was(client):
    role = make_role(
        "Bo Val",
        "kommunalråd",
        is_elected=True,
        party="S",
        organisation=make_organisation(name="Provby kommun"),
    )
    article = make_article(
        body_sv=[block("quote", {"text": "Så <b>är</b> det.", "speaker": role.pk, "attribution": ""})]
    )

    text = client.get(article.get_absolute_url()).text

    assert "<strong>Bo Val (S)</strong>, kommunalråd, Provby kommun" in text
    assert "Så &lt;b&gt;är&lt;/b&gt; det." in text


def test_slides_with_the_same_title_are_told_apart(client):
    article = make_article(kind="bildspel", body_sv=[slide("TSL"), slide("Annat"), slide("TSL")])

    text = client.get(article.get_absolute_url()).text

    assert "TSL (1 av 2)" in text
    assert "TSL (2 av 2)" in text
    assert "Annat (" not in text


def test_each_slide_has_an_address_of_its_own(client):
    article = make_article(kind="bildspel", body_sv=[slide("Ett"), slide("Två")])

    def ask(number):
        return client.get(reverse("articles:slide", kwargs={"slug": article.slug_sv, "number": number}))

    assert "Två" in ask(2).text
    assert 'rel="prev"' in ask(2).text
    assert 'rel="next"' not in ask(2).text
    assert ask(3).status_code == 404
    for spelling in ("0", "01", "2.0", "+2"):  # one address for each, so that there is no end of none
        assert client.get(f"{article.get_absolute_url()}bild/{spelling}/").status_code == 404


def test_case_story_tells_its_fields_in_order(client):
    article = make_article(
        kind="fall", challenge_sv="Problemet.", failures_sv="- ett\n- två", results_sv="Bättre."
    )
    KeyFigure.objects.create(article=article, measure_sv="Väntetid", before_sv="5", after_sv="2")

    text = client.get(article.get_absolute_url()).text

    places = [text.index(f'id="{anchor}"') for anchor in ("challenge", "results", "failures")]
    assert places == sorted(places)
    assert "<li>ett</li>" in text
    assert 'id="frames"' not in text
    assert '<th scope="row" role="rowheader">Väntetid</th>' in text


def test_contact_is_shown_only_while_it_holds(client):
    article = make_article(contact_email="a@example.se", contact_until=date(2020, 1, 1))
    assert "a@example.se" not in client.get(article.get_absolute_url()).text

    Article.objects.filter(pk=article.pk).update(contact_until=None)
    assert "a@example.se" in client.get(article.get_absolute_url()).text


def test_related_articles_say_why(client):
    organisation = make_organisation(name="Provby kommun")
    article = make_article(organisation=organisation)
    make_article(title_sv="Grannen", organisation=organisation)
    make_article(title_sv="Ett utkast", organisation=organisation, published=False)

    text = client.get(article.get_absolute_url()).text

    assert "Grannen" in text
    assert "Också från Provby kommun" in text
    assert "Ett utkast" not in text


def test_related_articles_share_themes_first_and_principles_last(client):
    topic, principle, organisation = (
        make_topic("Möten"),
        make_principle("Öppenhet"),
        make_organisation(name="Provby kommun"),
    )
    article = make_article(
        topics=[topic], organisation=organisation, principle_links=[ArticlePrinciple(principle=principle)]
    )
    make_article(title_sv="Grannen", organisation=organisation)
    make_article(title_sv="Den öppna", principle_links=[ArticlePrinciple(principle=principle)])
    make_article(title_sv="Mötet", topics=[topic], principle_links=[ArticlePrinciple(principle=principle)])
    make_article(title_sv="Något annat", topics=[make_topic("Annat")])

    related = client.get(article.get_absolute_url()).context["related"]

    assert [(one.article.title_sv, one.reason) for one in related] == [
        ("Mötet", "Samma tema: Möten"),
        ("Grannen", "Också från Provby kommun"),
        ("Den öppna", "Samma princip: Öppenhet"),
    ]


def test_short_address_leads_to_the_article(client):
    article = make_article()

    assert client.get(f"/a/{article.pk}/").headers["Location"] == article.get_absolute_url()
    assert client.get("/a/999999/").status_code == 404


@pytest.mark.parametrize("language", ["sv", "en", "fi"])
def test_draft_is_nowhere(client, language):
    article = make_article(published=False, title_en="Draft", title_fi="Luonnos")
    Source.objects.create(article=article, title="Källa")
    prefix = "" if language == "sv" else f"/{language}"

    assert client.get(f"{prefix}/artiklar/{getattr(article, f'slug_{language}')}/").status_code == 404
    assert client.get(f"/a/{article.pk}/").status_code == 404
    for path in (f"{prefix}/", f"{prefix}/artiklar/", f"{prefix}/flode.atom", "/sitemap-artiklar.xml"):
        assert getattr(article, f"slug_{language}") not in client.get(path).text


def test_visible_text_carries_the_facts_that_machines_read(client):
    article = make_article(
        published_on=date(2026, 1, 2), organisation=make_organisation(name="Provby kommun")
    )

    text = client.get(article.get_absolute_url()).text

    assert 'itemtype="https://schema.org/NewsArticle"' in text
    assert f'<h1 itemprop="headline">{article.title_sv}</h1>' in text
    assert '<time itemprop="datePublished" datetime="2026-01-02">2 januari 2026</time>' in text
    assert '<span itemprop="name">Provby kommun</span>' in text
