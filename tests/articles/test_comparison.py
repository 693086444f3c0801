import re

import pytest
from django.urls import reverse

from articles.models import Article
from tests.factories import make_article, make_organisation, make_topic

PAGE = reverse("compare")


def compare(client, *articles, language="", **query):
    numbers = "&".join(f"b={getattr(article, 'pk', article)}" for article in articles)
    more = "".join(f"&{key}={value}" for key, value in query.items())
    return client.get(f"{language}{PAGE}?{numbers}{more}")


def rows(response):
    """{row header: the text of its cells}"""
    table = response.text.split("<tbody>")[1].split("</tbody>")[0]
    found = {}
    for row in table.split("<tr>")[1:]:
        label = re.search(r'<th scope="row">(.*?)</th>', row)[1]
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

    assert response.text.count('<th scope="col"><a') == 4
    assert "Fler än fyra" in response.text


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


def test_number_of_queries_is_the_same_for_two_and_four(client, django_assert_max_num_queries):
    articles = [make_article(topics=[make_topic(f"T{n}")]) for n in range(4)]

    with django_assert_max_num_queries(40):
        compare(client, *articles)
