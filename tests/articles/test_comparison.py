import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, ArticlePrinciple, KeyFigure
from tests.factories import make_article, make_organisation, make_principle, make_topic

PAGE = reverse("compare")


def compare(client, *articles, language="", **query):
    numbers = "&".join(f"b={getattr(article, 'pk', article)}" for article in articles)
    more = "".join(f"&{key}={value}" for key, value in query.items())
    return client.get(f"{language}{PAGE}?{numbers}{more}")


def rows(response):
    """{row header: the text of its cells}"""
    table = re.split("<tbody[^>]*>", response.text)[1].split("</tbody>")[0]
    found = {}
    for row in re.split("<tr[^>]*>", table)[1:]:
        label = re.search(r'<th scope="row"[^>]*>(.*?)</th>', row)[1]
        cells = re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)
        found[label] = [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]
    return found


def test_fields_stand_beside_each_other_and_what_is_not_said_is_said_to_be_so(client):
    ort = make_organisation(
        name="Orts kommun", county="Län", skr_group="C6", population=1000, population_year=2023
    )
    one = make_article(title_sv="Ett", organisation=ort, topics=[make_topic("Chef")])
    two = make_article(title_sv="Två", organisation=make_organisation(name="Annan"))
    Article.objects.filter(pk=one.pk).update(kind="fall", challenge_sv="För många mål.", stage="provar")
    Article.objects.filter(pk=two.pk).update(kind="fall", advice_sv="- Börja smått.\n- Våga.")

    found = rows(compare(client, one, two))

    assert found["Organisation"] == ["Orts kommun", "Annan"]
    assert found["Invånare"] == ["1 000 (2023)", "Uppgift saknas"]
    assert found["Utmaningen"] == ["För många mål.", "Uppgift saknas"]
    assert found["Råd till andra"] == ["Uppgift saknas", "Börja smått. Våga."]
    assert found["Teman"] == ["Chef", "Uppgift saknas"]
    assert "Ramarna" not in found  # neither says


def test_at_most_four_each_once(client):
    articles = [make_article() for _ in range(5)]

    response = compare(client, *articles, articles[0])

    assert response.text.count('<th scope="col" role="columnheader"><a') == 4
    assert "Fler än fyra" in response.text
    assert "Bara de fyra första är med." in response.text
    assert "Bara de fyra första är med." not in compare(client, *articles[:4]).text


def test_what_is_not_published_is_left_out_and_said(client):
    one, two, draft = make_article(), make_article(), make_article(title_sv="Hemlig", published=False)

    response = compare(client, one, two, draft)

    assert "Hemlig" not in response.text
    assert "finns inte längre" in response.text


@pytest.mark.parametrize("number", ["x", "0", "-1", "9" * 30, "%00", "1;DROP", "٣"])
def test_hostile_numbers_are_answered(client, number):
    assert compare(client, number, number).status_code == 200


def test_one_more_is_offered_from_what_is_alike_or_searched_for(client):
    topic = make_topic("Chef")
    one, alike = make_article(topics=[topic]), make_article(title_sv="Samma tema", topics=[topic])
    other = make_article(title_sv="Dialoger")

    first = compare(client, one).text
    searched = compare(client, one, q="dialogen").text

    assert f"?b={one.pk}&amp;b={alike.pk}" in first
    assert "Samma tema: Chef" in first
    assert f"?b={one.pk}&amp;b={other.pk}" in searched
    assert f"?b={one.pk}&amp;b={one.pk}" not in first + searched


def test_every_story_leads_here(client):
    article = make_article()

    assert f"{PAGE}?b={article.pk}" in client.get(article.get_absolute_url()).text


def test_text_that_is_not_translated_keeps_its_language(client):
    one, two = make_article(title_sv="Ett", title_en="One"), make_article(title_sv="Två")

    text = compare(client, one, two, language="/en").text

    assert re.search(r'<a\s+lang="sv" href="[^"]+">Två</a>', text)
    assert re.search(r'<a href="[^"]+">One</a>', text)


def make_case(number):
    """A story that has something of everything."""
    article = make_article(
        title_sv=f"Fall {number}",
        kind="fall",
        topics=[make_topic(f"T{number}")],
        organisation=make_organisation(),
    )
    KeyFigure.objects.create(
        article=article, measure_sv="Frånvaro < 14 dagar", after_sv="5 %", source="HR & ekonomi"
    )
    ArticlePrinciple.objects.create(
        article=article, principle=make_principle(f"P{number}"), reason_sv="Därför."
    )
    return article


def test_number_of_queries_is_the_same_for_two_and_three(client, django_assert_num_queries):
    articles = [make_case(number) for number in range(6)]
    with CaptureQueriesContext(connection) as for_two:
        compare(client, *articles[:2])

    with django_assert_num_queries(len(for_two)):
        compare(client, *articles[:3])


def test_key_figures_stand_as_they_were_written_with_who_measured(client):
    found = rows(compare(client, make_case(1), make_article()))

    assert found["Resultat i tal"][0] == "Frånvaro &lt; 14 dagar: 5 % (HR &amp; ekonomi)"


def test_too_early_to_say_is_an_answer(client):
    one, two, late = make_case(1), make_case(2), make_case(3)
    expected = {"results_expected_on": date(2027, 3, 1), "no_failures_yet_on": date(2026, 5, 4)}
    Article.objects.filter(pk=one.pk).update(**expected)
    Article.objects.filter(pk=two.pk).update(results_sv="Det gick bra.", failures_sv="Mycket.", **expected)

    Article.objects.filter(pk=late.pk).update(results_expected_on=date(2025, 3, 1))

    found = rows(compare(client, one, two, late))

    assert found["Resultatet"] == [
        "Det är för tidigt att säga hur det gick. Resultatet väntas i mars 2027.", "Det gick bra.",
        "Resultatet väntades i mars 2025 men är inte berättat än.",
    ]  # fmt: skip
    assert found["Det som inte fungerade"] == [
        "Inget ännu, enligt berättarna den 4 maj 2026.",
        "Mycket.",
        "Uppgift saknas",
    ]


def test_rows_stand_in_one_order_and_news_lacks_nothing_that_only_cases_are_asked(client):
    case, news = make_case(1), make_article()
    Article.objects.filter(pk=case.pk).update(stage="provar", evidence="egen", began_on=date(2026, 1, 1))

    found, other_way = rows(compare(client, case, news)), rows(compare(client, news, case))

    assert list(found) == list(other_way)
    assert [found[label][1] for label in ("Skede", "Evidens", "Period")] == [
        "Ingår bara i fallberättelser"
    ] * 3
    assert found["Teman"] == ["T1", "Uppgift saknas"]


def test_what_a_reader_should_know_of_a_story_is_told_here_too(client):
    old, archived = make_case(1), make_case(2)
    Article.objects.filter(pk=old.pk).update(
        published_on=date(2010, 1, 1),
        sort_date=date(2010, 1, 1),
        state="pagar",
        translations={"sv": {"machine": True}},
    )
    archived.take_down("arkiverad", reason_sv="")

    found = rows(compare(client, old, archived))

    assert "inte setts över" in found["Att tänka på"][0]
    assert "Översatt av en maskin" in found["Att tänka på"][0]
    assert found["Att tänka på"][1].startswith("Arkiverad")
    assert found["Läge"][0] == "Visas inte, för texten är gammal."


def test_names_in_swedish_are_marked_as_such(client):
    one, two = make_case(1), make_case(2)

    text = compare(client, one, two, language="/en").text

    assert f'<span lang="sv">{one.organisation.name}</span>' in text
    assert '<span lang="sv">T1</span>' in text
    assert '<li lang="sv">Frånvaro' in text


def test_best_fit_is_offered_however_many_newer_mention_the_word(client):
    sought = make_article(title_sv="Rutavdraget", published_on=date(2012, 1, 1))
    for _ in range(14):
        make_article(lead_sv="Här nämns rutavdraget i förbigående.")

    assert f'?b={sought.pk}"' in compare(client, q="rutavdraget").text


def test_where_nothing_is_alike_the_newest_are_offered(client):
    one, other = make_article(), make_article()

    text = compare(client, one).text

    assert f"?b={one.pk}&amp;b={other.pk}" in text
    assert "inga fler" not in text


def test_other_languages_compare_the_same(client):
    one, two = make_article(), make_article()

    assert f'<a href="/en{PAGE}?b={one.pk}&amp;b={two.pk}" lang="en"' in compare(client, one, two).text
