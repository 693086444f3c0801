import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Article
from articles.saved import AT_MOST
from tests.factories import block, make_article, make_topic


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


def test_number_of_queries_does_not_grow(client, django_assert_num_queries):
    articles = [make_article(kind="fall", topics=[make_topic(f"T{number}")]) for number in range(6)]
    with CaptureQueriesContext(connection) as for_two:
        saved(client, *(article.pk for article in articles[:2]))

    with django_assert_num_queries(len(for_two)):
        saved(client, *(article.pk for article in articles))


def test_list_that_is_too_long_says_so(client):
    articles = [make_article(title_sv=f"Nummer {number}") for number in range(3)]
    filler = range(10_000, 10_000 + AT_MOST)

    text = saved(client, *(a.pk for a in articles), *filler)

    assert "Bara de 30 första" in text
    assert text.count('class="saved-story"') == 3
    assert f"const MOST = {AT_MOST};" in (settings.BASE_DIR / "static/js/saved.js").read_text("utf-8")


def test_archived_story_says_so(client):
    article = make_article()
    article.take_down("arkiverad", reason_sv="")

    assert "Arkiverad" in saved(client, article.pk)
