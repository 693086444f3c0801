"""What readers do not find: told to the editors, without anything about the reader."""

import re
from html import unescape

import pytest

from tests.factories import make_article, make_event, make_organisation
from tillit.search.models import Missed


def test_missed_search_is_counted_without_anything_about_the_person(client):
    for _time in range(2):
        response = client.post(
            "/sok/saknas/", {"query": "Kvartersvärd", "note": "Gärna om bolag"}, follow=True
        )
    assert "Tack" in response.text

    row = Missed.objects.get()
    assert (row.query, row.times, row.notes) == ("kvartersvärd", 2, "Gärna om bolag\n\nGärna om bolag")


@pytest.mark.parametrize(
    "text",
    [
        "anna@example.se",
        "anna＠example",
        "070_123_45_67",
        "070 - 12 - 34 - 56 - 7",
        "850101–1234",
        "070.123.45.67",
        "070-123 45 67",
        "19900101-1234",
        "",
    ],
)
def test_what_tells_of_somebody_is_not_kept(client, text):
    client.post("/sok/saknas/", {"query": text})
    client.post("/sok/saknas/", {"query": "ord", "note": text} if text else {"query": ""})

    assert Missed.objects.count() == 0


def test_what_is_found_or_sent_by_a_program_is_not_kept(client):
    for number in range(5):
        make_article(title_sv=f"Dialog {number}")
    client.post("/sok/saknas/", {"query": "dialog", "seen": "5"})
    client.post("/sok/saknas/", {"query": "annat", "website": "x"})

    assert Missed.objects.count() == 0
    assert client.get("/sok/saknas/").status_code == 405


def test_reader_who_got_few_hits_may_say_what_she_looked_for(client):
    make_article(title_sv="Dialog om budgeten")
    page = client.get("/sok/", {"q": "dialog"}).text

    assert "Hittade du inte det du letade efter?" in page
    assert "data-missed" not in page  # something was found: only the reader knows that it was not it
    assert 'name="seen" value="1"' in page
    client.post("/sok/saknas/", {"query": "dialog", "note": "Gärna med eleverna", "seen": "1"})
    assert Missed.objects.get().notes == "Gärna med eleverna"

    refused = client.post("/sok/saknas/", {"query": "dialog", "note": "Ring 070-123 45 67", "seen": "1"})
    assert '<details class="missed" open>' in refused.text


def test_a_program_does_not_push_out_what_readers_said(client):
    for number in range(40):
        client.post("/sok/saknas/", {"query": f"nonsens{'abcdefghij'[number % 10]}{'klmno'[number // 10]}"})

    assert Missed.objects.count() == 30


def test_reader_is_told_what_is_not_kept_and_her_text_stands(client):
    response = client.post("/sok/saknas/", {"query": "kvartersvärd", "note": "Ring 070-123 45 67"})

    assert response.status_code == 400
    assert "Ta bort det och skicka igen" in response.text
    assert "Ring 070-123 45 67</textarea>" in response.text
    assert Missed.objects.count() == 0


def test_page_that_refuses_leads_to_the_search_in_other_languages(client):
    answer = client.post("/sok/saknas/", {"query": "kvartersvärd", "note": "Ring 070-123 45 67"})

    english = re.search(r'<a href="([^"]+)"[^>]*hreflang="en"', answer.text)[1]
    assert "kvartersvärd" in client.get(english).text


def test_search_that_tells_of_somebody_is_told_so_by_itself(client):
    answer = client.post(
        "/sok/saknas/", {"query": "ada@example.se", "note": "Gärna om bolag", "counted": "ja"}
    )

    assert "Sök på något annat" in answer.text
    assert "Gärna om bolag</textarea>" in answer.text
    assert "data-missed" not in answer.text  # the page's script does not count it once more
    assert 'name="counted"' in answer.text


def test_long_note_of_many_lines_is_cut(client):
    note = "\r\n".join("rad" for _ in range(130))
    client.post("/sok/saknas/", {"query": "kvartersvärd", "note": note})

    assert Missed.objects.get().notes.startswith("rad\nrad")


def test_note_of_many_paragraphs_pushes_out_no_other_readers(client):
    for note in ("Den första läsaren.", "\r\n\r\n".join(f"stycke {n}" for n in range(30)), "Den tredje."):
        client.post("/sok/saknas/", {"query": "kvartersvärd", "note": note})

    notes = Missed.objects.get().notes.split("\n\n")
    assert (len(notes), notes[0], notes[2]) == (3, "Den första läsaren.", "Den tredje.")
    assert "stycke 0\nstycke 1" in notes[1]


def test_what_the_page_took_for_a_choice_is_not_searched_for(client):
    make_article(title_sv="Om tema finnsinte")
    text = "tema:finnsinte kvartersvärd"
    assert "Saknar du ett exempel" in client.get("/sok/", {"q": text}).text

    assert "Tack" in client.post("/sok/saknas/", {"query": text}, follow=True).text
    assert Missed.objects.count() == 1


@pytest.mark.parametrize("text", ["SOU 2018:47 om försök", "prop. 2023/24:99", "försök 2024–2025"])
def test_years_and_numbers_of_inquiries_are_kept(client, text):
    client.post("/sok/saknas/", {"query": text})

    assert Missed.objects.get().query == text.casefold()


def test_letters_that_grow_when_they_are_made_small_are_kept_as_far_as_there_is_room(client):
    client.post("/sok/saknas/", {"query": "ß" * 100})

    assert Missed.objects.get().query == "s" * 100


def test_what_has_come_since_is_shown_instead(client):
    make_article(title_sv="Kvartersvärdar")
    missed = {"query": "kvartersvärd", "note": "Snälla"}

    answer = client.post("/sok/saknas/", missed)

    assert "1 träff" in answer.text
    assert "Nu finns det mer om det du sökte på" in answer.text
    assert "Snälla</textarea>" in answer.text
    assert Missed.objects.count() == 0
    client.post("/sok/saknas/", missed | {"seen": "1"})
    assert Missed.objects.get().notes == "Snälla"


def test_note_is_kept_though_less_is_found_than_was_seen(client):
    make_article(title_sv="Dialog")

    client.post("/sok/saknas/", {"query": "dialog", "note": "Med eleverna", "seen": "2"})

    assert Missed.objects.get().notes == "Med eleverna"


def test_note_is_kept_though_more_has_some_of_the_words(client):
    for title in ("Dialog", "Budget"):
        make_article(title_sv=title)

    client.post("/sok/saknas/", {"query": "dialog budget", "note": "Om pengar", "seen": "1"})

    assert Missed.objects.get().notes == "Om pengar"


def test_what_has_all_the_words_is_shown_first_though_more_had_some_of_them(client):
    for number in range(9):
        make_article(title_sv=f"{('Dialog', 'Budget')[number % 2]} {number}")
    page = client.get("/sok/", {"q": "dialog budget"}).text
    assert "Hittade du inte det du letade efter?" in page
    make_article(title_sv="Dialog om budget")

    answer = client.post("/sok/saknas/", {"query": "dialog budget", "note": "Om pengar", **seen_in(page)})

    assert "Nu finns det mer om det du sökte på" in answer.text
    assert Missed.objects.count() == 0


def test_note_stays_where_what_was_asked_for_has_become_a_choice(client):
    text = "kommun:nyköping kvartersvärd"
    make_organisation(name="Nyköpings kommun", short_name="Nyköping", slug="nykoping", code="0480")

    answer = client.post("/sok/saknas/", {"query": text, "note": "Ring 070-123 45 67"})

    assert "Ring 070-123 45 67</textarea>" in answer.text


def seen_in(page):
    return dict(re.findall(r'<input type="hidden" name="(seen)" value="(\d+)"', page))


@pytest.mark.parametrize("seen", ["x", "9" * 6000, "-1", "\x00"])
def test_number_that_somebody_made_up_is_no_number(client, seen):
    make_article(title_sv="Dialog")

    answer = client.post("/sok/saknas/", {"query": "dialog", "note": "Om eleverna", "seen": seen})

    assert answer.status_code == 400
    assert "Om eleverna</textarea>" in answer.text


def test_beside_hits_the_reader_says_what_she_did_not_find(client):
    make_article(title_sv="Dialog")

    answer = client.post("/sok/saknas/", {"query": "dialog", "seen": "1"})

    assert "Skriv vad du letade efter och inte hittade." in answer.text
    assert Missed.objects.count() == 0


def test_links_of_the_page_that_refuses_lead_somewhere(client):
    make_article(title_sv="Dialog")
    make_event(title_sv="Dialog")

    answer = client.post("/sok/saknas/", {"query": "dialog", "note": "Ring 070-123 45 67", "seen": "2"})

    assert answer.status_code == 400
    links = re.findall(r'<a href="([^"#]+)"', answer.text.partition("<main")[2])
    assert any("typ=evenemang" in link for link in links)
    for link in links:
        address = unescape(link) if link.startswith("/") else f"/sok/saknas/{link}"
        assert client.get(address, follow=True).status_code == 200


def test_what_was_mended_may_have_been_something_else(client):
    for number in range(6):
        make_article(title_sv=f"Kommunen provar {number}")

    assert "Hittade du inte det du letade efter?" in client.get("/sok/", {"q": "kommunem"}).text


def test_reader_who_also_writes_is_counted_once(client):
    client.post("/sok/saknas/", {"query": "kvartersvärd"})
    client.post("/sok/saknas/", {"query": "kvartersvärd", "counted": "ja", "note": "Om bolag"})
    client.post("/sok/saknas/", {"query": "och att"})

    assert list(Missed.objects.values_list("query", "times", "notes")) == [("kvartersvärd", 1, "Om bolag")]


@pytest.mark.parametrize("text", ["", "   ", "och att", '"-"'])
def test_who_asked_for_nothing_has_missed_nothing(client, text):
    answer = client.post("/sok/saknas/", {"query": text, "note": "Något om skolan"})

    assert answer.status_code == 302
    assert not Missed.objects.exists()
    said = client.get(answer.url).text
    assert "Skriv" in said
    assert "ser ut som" not in said
