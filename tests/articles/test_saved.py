import pytest

from articles.models import Article
from tests.factories import block, make_article


def saved(client, *numbers, language=""):
    return client.get(f"{language}/sparat/?{'&'.join(f'b={number}' for number in numbers)}").text


def test_list_tells_each_story_in_short_with_its_questions_in_the_order_of_the_address(client):
    questions = block("questions", {"title": "Frågor", "questions": ["Vad gör <vi>?", "När?"]})
    one = make_article(title_sv="Sommaren", lead_sv="Ingressen.", body_sv=[questions])
    two = make_article(title_sv="Vintern")
    Article.objects.filter(pk=two.pk).update(
        kind="fall", results_sv="Det gick bra.", challenge_sv="För mycket."
    )

    text = saved(client, two.pk, one.pk)

    assert text.index("Vintern") < text.index("Sommaren")
    assert "<li>Vad gör &lt;vi&gt;?</li>" in text.replace("<p>", "").replace("</p>", "")
    assert "Det gick bra." in text
    assert "För mycket." not in text  # in short
    assert f"http://testserver/a/{one.pk}/" in text


def test_what_is_not_published_is_left_out_and_said(client):
    draft = make_article(title_sv="Hemlig", published=False)

    text = saved(client, make_article().pk, draft.pk)

    assert "Hemlig" not in text
    assert "finns inte längre" in text


@pytest.mark.parametrize("number", ["x", "9" * 40, "%00", "-1", "<script>"])
def test_hostile_numbers_are_answered(client, number):
    assert client.get(f"/sparat/?b={number}").status_code == 200


def test_empty_list_says_how_to_fill_it(client):
    assert "Spara i min lista" in client.get("/sparat/").text


def test_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    articles = [make_article() for _ in range(6)]

    with django_assert_max_num_queries(14):
        saved(client, *(article.pk for article in articles))
