"""Of more hits than can be read through, those are shown whose title and lead say it; the limits are let down to a few."""

import pytest

from tests.factories import block, make_article
from tillit.search import search
from tillit.search.backends import postgres


def test_many_hits_are_ranked_by_title_and_lead_and_counted(client, monkeypatch):
    monkeypatch.setattr(postgres, "RANKED_BY_WHOLE", 1)
    monkeypatch.setattr(search, "MOST_SHOWN", 3)  # as many as have it in title or lead
    in_text = [block("text", "<p>Här nämns rutavdraget.</p>")]
    for number in range(2):
        make_article(title_sv=f"I texten {number}", body_sv=in_text)
        make_article(title_sv=f"I ingressen {number}", lead_sv="Här nämns rutavdraget.")
    make_article(title_sv="Rutavdraget")
    make_article(title_sv="Rutavdraget och pappret", body_sv=[block("text", "<p>Om blanketter.</p>")])
    make_article(title_sv="Något helt annat")

    response = client.get("/sok/?q=rutavdrag -blankett&typ=berattelser")
    titles = [hit.entry.title for hit in response.context["page"].hits]

    assert "5 träffar" in response.text
    assert titles[0] == "Rutavdraget"
    assert {title[:-2] for title in titles[1:]} == {"I ingressen"}
    assert len(client.get("/sok/?q=rutavdrag&typ=berattelser").context["page"].hits) == 3


def test_of_many_hits_those_whose_title_says_it_are_enough(client, monkeypatch):
    monkeypatch.setattr(postgres, "RANKED_BY_WHOLE", 1)
    monkeypatch.setattr(search, "MOST_SHOWN", 2)
    for number in range(3):
        make_article(title_sv=f"Annat {number}", lead_sv="Om rutavdraget och rutavdrag.")
    for title in ("Rutavdraget", "Rutavdrag i kommunen"):
        make_article(title_sv=title, lead_sv="Om städning.")

    hits = client.get("/sok/?q=rutavdrag&typ=berattelser").context["page"].hits

    assert {hit.entry.title for hit in hits} == {"Rutavdraget", "Rutavdrag i kommunen"}


def test_of_many_hits_those_that_say_some_of_it_in_title_or_lead_come_before_the_newest(client, monkeypatch):
    monkeypatch.setattr(postgres, "RANKED_BY_WHOLE", 1)
    monkeypatch.setattr(search, "MOST_SHOWN", 4)
    both = [block("text", "<p>Rutavdraget och städningen.</p>")]
    for year in (2021, 2026, 2022):
        values = {"lead_sv": "Om allt möjligt som är långt.", "body_sv": both}
        make_article(title_sv=f"I texten {year}", published_on=f"{year}-01-01", **values)
    make_article(title_sv="Rutavdraget", body_sv=both, published_on="2019-01-01")
    make_article(title_sv="Annat", lead_sv="Om städning.", body_sv=both, published_on="2020-01-01")
    make_article(title_sv="Allt", lead_sv="Städning och rutavdrag.", published_on="2018-01-01")

    page = client.get("/sok/?q=rutavdrag städning&typ=berattelser").context["page"]
    titles = [hit.entry.title for hit in page.hits]

    assert page.search.count == 6
    assert set(titles[:3]) == {"Rutavdraget", "Annat", "Allt"}
    assert titles[3:] == ["I texten 2026"]


def test_of_many_with_any_of_the_words_a_rare_one_in_a_lead_is_not_passed_over(client, monkeypatch):
    monkeypatch.setattr(postgres, "RANKED_BY_WHOLE", 1)
    monkeypatch.setattr(search, "MOST_SHOWN", 2)
    for number in range(6):
        make_article(title_sv=f"Dialogen om budget, mål och arbetssätt i höst {number}")
    make_article(title_sv="Annat", lead_sv="Kvartersvärdar.")

    hits = client.get("/sok/?q=dialog kvartersvärd&typ=berattelser").context["page"].hits

    assert hits[0].entry.title == "Annat"


@pytest.mark.parametrize(
    ("text", "said_by_many", "lead", "said_by_one"),
    [
        ("kommun tillit -skola", "Om tillit.", "Kommun och tillit.", "Ingenting."),
        ("kommun dialog kvartersvärd", "En dialog.", "Kvartersvärdar.", "En dialog."),
    ],
    ids=["not everything", "one word may be lacking"],
)
def test_of_many_hits_rare_words_in_a_lead_are_not_passed_over(
    client, monkeypatch, text, said_by_many, lead, said_by_one
):
    monkeypatch.setattr(postgres, "RANKED_BY_WHOLE", 1)
    monkeypatch.setattr(search, "MOST_SHOWN", 2)
    for said in [*["Ingenting."] * 20, *[said_by_many] * 6]:
        make_article(title_sv="Kommunen", body_sv=[block("text", f"<p>{said}</p>")])
    make_article(title_sv="Annat", lead_sv=lead, body_sv=[block("text", f"<p>{said_by_one}</p>")])

    hits = client.get("/sok/", {"q": text, "typ": "berattelser"}).context["page"].hits

    assert hits[0].entry.title == "Annat"


@pytest.mark.parametrize("ranked", [1, 3000])
def test_newest_are_shown_of_more_than_are_shown_when_only_a_choice_is_made(client, monkeypatch, ranked):
    monkeypatch.setattr(search, "MOST_SHOWN", 2)
    monkeypatch.setattr(postgres, "RANKED_BY_WHOLE", ranked)
    for year in (2024, 2026, 2025, 2010, 2011):  # the last to be written are the oldest
        make_article(title_sv=f"Från {year}", published_on=f"{year}-01-01")

    hits = client.get("/sok/?q=genre:nyhet").context["page"].hits

    assert [hit.entry.title for hit in hits] == ["Från 2026", "Från 2025"]
