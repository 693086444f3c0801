"""The page of hits, suggestions and what is missed, as a reader meets them."""

import re
from urllib.parse import quote

import pytest

from tests.factories import block, make_article, make_event, make_organisation, make_role, make_topic
from tests.search.hostile import HOSTILE
from tillit.search import search


@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_query_is_answered_with_a_sentence(client, sample_once, kind):
    for language in ("", "/en", "/fi"):
        assert_answered_with_a_sentence(client, kind, language)


def assert_answered_with_a_sentence(client, kind, language):
    response = client.get(f"{language}/sok/?q={quote(HOSTILE[kind])}")

    assert response.status_code == 200
    says = re.search(r'<div class="search-says" role="status">\s*<p>([^<]+)</p>', response.text)
    assert says
    assert "<script>alert" not in response.text
    assert client.get(f"{language}/sok/forslag/?q={quote(HOSTILE[kind])}").status_code == 200


@pytest.fixture
def sample_once():
    make_article(title_sv="Om tillit", lead_sv="Chefer och tillit.")


def test_hit_tells_what_it_is_and_how_old(client):
    organisation = make_organisation(name="Provby kommun", short_name="Provby")
    make_article(
        title_sv="Mötena blev färre",
        kind="referat",
        organisation=organisation,
        published_on="2020-03-01",
        happened_on="2020-03-01",
    )

    page = client.get("/sok/?q=möte").text

    assert "<mark>Mötena</mark> blev färre" in page
    assert "Referat · Provby" in page
    assert "1 mars 2020" in page
    assert "har inte setts över sedan dess" in page
    assert "1 träff" in page


def test_excerpt_is_the_place_that_answers(client):
    body = " ".join(f"Mening nummer {n} om annat." for n in range(60))
    text = f"Så här började det. {body} Här står det om kvartersvärdarnas mandat. {body}"
    make_article(
        title_sv="Bostadsbolaget",
        lead_sv="",
        body_sv=[{"type": "text", "value": f"<p>{text}</p>", "id": "a"}],
    )

    page = client.get("/sok/?q=kvartersvärd").text

    assert "<mark>kvartersvärdarnas</mark> mandat" in page
    assert "Så här började det" not in page


def test_filters_are_those_of_the_list_with_counts(client):
    make_article(title_sv="Dialog ett", kind="referat", happened_year=2020)
    make_article(title_sv="Dialog två", kind="nyhet", topics=[make_topic("Färre mål")])

    page = client.get("/sok/?q=dialog").text
    assert "Referat (1)" in page
    assert "Färre mål (1)" in page

    narrowed = client.get("/sok/?q=dialog&genre=referat").text
    assert "Dialog ett" in re.sub("</?mark>", "", narrowed)
    assert "Dialog två" not in re.sub("</?mark>", "", narrowed)
    assert "Nyhet (1)" in narrowed  # what another choice would give


def test_misspelt_word_is_mended_and_said(client):
    make_article(title_sv="Kommunen provar")

    page = client.get("/sok/?q=komunen").text

    assert "Menade du ”kommunen”?" in page
    assert "<mark>Kommunen</mark> provar" in page


def test_pages_of_hits_go_on(client):
    for n in range(15):
        make_article(title_sv=f"Dialog {n:02}")

    first, second = client.get("/sok/?q=dialog").text, client.get("/sok/?q=dialog&sida=2").text

    numbers = [set(re.findall(r"<mark>Dialog</mark> (\d\d)</a>", page)) for page in (first, second)]
    assert (len(numbers[0]), len(numbers[1]), numbers[0] & numbers[1]) == (12, 3, set())


def test_nothing_found_leads_on(client):
    make_topic("Färre mål")

    page = client.get("/sok/?q=xyzzy").text

    assert "Ingen träff på ”xyzzy”." in page
    assert "Färre mål" in page
    assert "Saknar du ett exempel?" in page


@pytest.mark.parametrize(
    ("choice", "offered"),
    [
        ("", "alla berättelser"),
        ("&typ=evenemang", "alla evenemang"),
        ("&slag=chefsforum", "alla evenemang"),
        ("&typ=filer", "alla berättelser"),
    ],
)
def test_nothing_found_leads_to_all_of_what_was_looked_for(client, choice, offered):
    page = client.get(f"/sok/?q=xyzzy{choice}").text

    assert [what for what in ("alla berättelser", "alla evenemang") if f"Visa {what}" in page] == [offered]


def test_chosen_kind_of_thing_is_counted_by_what_is_shown_of_it(client):
    make_article(title_sv="Dialog och möte")
    make_event(title_sv="Dialogdagen om dialog")

    page = client.get("/sok/?q=dialog möte&typ=evenemang").context["page"]

    assert [(str(name), count, chosen) for name, count, _address, chosen in page.sections] == [
        ("Berättelser", 1, False),
        ("Evenemang", 1, True),
    ]
    assert page.followed["what"] == "evenemang"


def test_counts_beside_a_choice_are_what_the_others_give(client):
    make_article(title_sv="Dialog och möte")
    make_article(title_sv="Dialog")
    make_article(title_sv="Möte", kind="referat")

    page = client.get("/sok/?q=dialog möte&genre=referat").context["page"]
    genres = next(choices for facet, choices in page.facets if facet.parameter == "genre")

    assert {choice.value: choice.count for choice in genres} == {"nyhet": 1, "referat": 1}
    assert "1 träff" in client.get("/sok/?q=dialog möte&genre=nyhet").text


def test_word_is_offered_as_soon_as_it_is_public_and_no_longer_than_that(client):
    make_article(title_sv="Något annat")
    assert "Menade du" not in client.get("/sok/?q=upphandlign").text

    article = make_article(title_sv="Upphandling")
    assert "Menade du ”upphandling”?" in client.get("/sok/?q=upphandlign").text

    article.unpublish()
    assert "Menade du" not in client.get("/sok/?q=upphandlign").text


def test_correction_keeps_what_must_not_be_there(client):
    make_article(title_sv="Upphandling")
    make_article(title_sv="Upphandling av mål")

    page = client.get('/sok/?q=upphandlign -mål -"av en"').context["page"]

    assert page.search.correction == 'upphandling -mål -"av en"'
    assert [hit.entry.title for hit in page.hits] == ["Upphandling"]


def test_correction_is_a_word_that_somebody_has_written(client):
    make_article(title_sv="Ett", title_en="A study of roles", slug_en="study")

    assert "“study”" in client.get("/en/sok/?q=studu").text


def test_phrase_that_is_too_long_is_said_to_be_cut(client):
    make_article(title_sv="Ett två tre fyra fem sex sju åtta nio tio elva tolv")

    assert (
        "på början av det"
        in client.get('/sok/?q="ett två tre fyra fem sex sju åtta nio tio elva tolv tretton"').text
    )


def test_small_words_of_either_language_are_not_asked_for(client):
    make_article(title_sv="Kommuner", title_en="Municipalities come to Gislaved", slug_en="come")

    assert "1 hit" in client.get("/en/sok/?q=municipalities come to gislaved").text


def test_what_is_left_out_is_not_led_to_by_its_name(client):
    make_organisation(name="Haninge kommun", short_name="Haninge")

    assert "Ingen träff" in client.get("/sok/?q=haninge -kommun").text


def test_whole_title_finds_its_page_however_long_it_is(client):
    title = "Så här gick det till när vi lade ned mätningen i hemtjänsten och började fråga i stället"
    make_article(title_sv=title, published_on="2015-01-01")
    make_article(title_sv=title.removesuffix(" i stället"))

    hits = client.get("/sok/", {"q": title}).context["page"].hits

    assert hits[0].entry.title == title


def test_most_of_the_words_are_asked_for_before_any_of_them(client):
    make_article(title_sv="Dialog och budget")
    make_article(title_sv="Dialog i skolan")

    page = client.get("/sok/?q=dialog budget kvartersvärd&typ=berattelser")

    assert [hit.entry.title for hit in page.context["page"].hits] == ["Dialog och budget"]
    assert "Ingen sida har alla orden. De här har några av dem." in page.text
    assert "I flöden och brev kommer bara det som har alla orden." in page.text


def test_those_with_most_of_the_words_are_all_that_is_found(client):
    make_article(title_sv="Dialog och budget i vardagen")
    make_article(title_sv="Dialog i skolan")
    make_article(title_sv="Budget i oktober")

    page = client.get("/sok/?q=dialog budget oktober skolan")

    assert {hit.entry.title for hit in page.context["page"].hits} == {
        "Dialog och budget i vardagen",
        "Dialog i skolan",
        "Budget i oktober",
    }
    page = client.get("/sok/?q=dialog budget vardag oktober").context["page"]
    assert [hit.entry.title for hit in page.hits] == ["Dialog och budget i vardagen"]
    assert [hit.entry.title for hit in page.nearly] == ["Budget i oktober"]


def nearly(client, text, **choices):
    """The titles that are shown below the hits."""
    page = client.get("/sok/", {"q": text, **choices}).text
    _hits, heading, below = page.partition("Nästan det du sökte")
    return re.findall(r'<h3 class="hit-title"><a [^>]+>(.+?)</a>', below) if heading else None


def test_below_few_hits_stands_what_lacks_one_of_the_words(client):
    make_article(title_sv="Konferensen", lead_sv="Om hemtjänst i en liten kommun.")
    make_article(title_sv="Vår kommun", lead_sv="Hemtjänsten planerar själv.")
    make_article(title_sv="Vår stad", lead_sv="Hemtjänsten planerar själv.")
    make_organisation(name="Lilla kommunen i hemtjänst", short_name="Lilla")

    assert nearly(client, "hemtjänst liten kommun") == ["Vår <mark>kommun</mark>"]
    assert nearly(client, "hemtjänst stad") == ["Vår kommun", "Konferensen"]
    assert nearly(client, "hemtjänst") is None
    assert nearly(client, "hemtjänst stad", typ="organisationer") is None
    # With one of three words there is no end to what fits nearly.
    assert [nearly(client, "liten stad planera"), nearly(client, "liten kommun planera stad")] == [None, None]


def test_word_that_nobody_has_written_takes_nothing_away_from_below_few_hits(client):
    make_article(title_sv="Konferensen", lead_sv="Om hemtjänst i en liten kommun.")
    make_article(title_sv="Vår kommun", lead_sv="Hemtjänsten planerar själv.")

    assert nearly(client, "hemtjänst liten kommun kvartersvärdinna") == ["Vår <mark>kommun</mark>"]


def test_below_what_is_asked_for_by_name_stands_nobody_else(client):
    make_organisation(name="Lilla Edets kommun", short_name="Lilla Edet", code="1462")
    make_article(title_sv="En liten seger")
    speaker = make_role("Anna Exempelsson")
    make_article(title_sv="Samtalet", body_sv=[block("quote", {"text": "Ja.", "speaker": speaker.pk})])
    make_article(title_sv="Annas vecka")

    assert nearly(client, "lilla edet") is None
    assert nearly(client, "anna exempelsson") is None


def test_below_few_hits_the_best_is_weighed_by_its_age_too(client):
    make_article(title_sv="Staden", lead_sv="Hemtjänst.")
    for number in range(12):
        make_article(title_sv=f"Hemtjänst {number}", published_on="1995-01-01")
    make_article(title_sv="Nytt i år", lead_sv="Hemtjänst.")

    assert "Nytt i år" in nearly(client, "hemtjänst staden")


def test_each_misspelt_word_is_mended(client):
    make_article(title_sv="Tillitsbaserad ledning med mål")

    page = client.get("/sok/?q=tilitsbaserad lednign").text

    assert "Menade du ”tillitsbaserad ledning”?" in page


def test_below_enough_hits_stands_nothing(client):
    for number in range(search.FEW):
        make_article(title_sv=f"Dialog om budget {number}")
    make_article(title_sv="Dialog om annat")

    assert nearly(client, "dialog budget") is None


def test_what_must_not_be_there_is_not_below_few_hits_either(client):
    make_article(title_sv="Dialog om budget")
    make_article(title_sv="Dialog om skolan")
    make_article(title_sv="Budget utan detaljer")

    assert nearly(client, "dialog budget -skolan") == ["<mark>Budget</mark> utan detaljer"]


def test_part_of_words_counts_as_one_of_the_words(client):
    make_article(title_sv="Chefsforum i maj")
    make_article(title_sv="Möten i maj")

    hits = client.get("/sok/?q=forum maj kvartersvärd").context["page"].hits

    assert [hit.entry.title for hit in hits] == ["Chefsforum i maj"]


@pytest.mark.parametrize("value", ["a b", 'a"b', "A", "a!", "a,"])
def test_choice_that_nothing_has_finds_nothing(client, value):
    make_article(title_sv="Dialog", topics=[make_topic("a")])

    assert "Ingen träff" in client.get("/sok/", {"q": "dialog", "tema": value}).text
