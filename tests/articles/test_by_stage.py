import re

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import Article, ArticlePrinciple
from articles.models.case import Stage
from tests.factories import make_article, make_principle, make_topic


def page(client, principle, language=""):
    return client.get(f"{language}{reverse('principles:detail', args=[principle.slug])}").text


def make(principle, stage, title, **values):
    article = make_article(title_sv=title, kind="fall", **values)
    ArticlePrinciple.objects.create(article=article, principle=principle, reason_sv=f"Därför {title}.")
    Article.objects.filter(pk=article.pk).update(stage=stage)
    return article


def headings(text):
    return [re.sub(r"<[^>]+>", "", h).split() for h in re.findall(r'<h2 id="steg-\d+">(.*?)</h2>', text)]


def test_stories_stand_by_stage_in_its_order_with_the_reason(client):
    principle = make_principle("Tillit")
    make(principle, "utvarderat", "Sist")
    make(principle, "", "Utan skede")
    make(principle, "provar", "Mitt i")
    make(make_principle("Annan"), "provar", "En annan princip")
    make(principle, "provar", "Utkast", published=False)

    text = page(client, principle)

    assert headings(text) == [["Prövar", "(1)"], ["Utvärderat", "(1)"], ["Andra", "berättelser", "(1)"]]
    assert text.index("Mitt i") < text.index("Sist") < text.index("Utan skede")
    assert "Därför Mitt i." in text
    assert "En annan princip" not in text
    assert "Utkast" not in text


def test_stories_without_stage_are_not_called_other_than_none(client):
    principle = make_principle("Tillit")
    make(principle, "", "Utan skede")

    assert headings(page(client, principle)) == [["Berättelser", "(1)"]]


def test_of_many_the_newest_are_shown_and_the_rest_is_one_click_away(client):
    principle = make_principle("Tillit")
    for number in range(8):
        make(principle, "provar", f"Nummer {number}")

        make(principle, "", f"Annan {number}")

    text = page(client, principle)

    assert text.count('class="card"') == 12
    assert '<a href="/artiklar/?princip=tillit&amp;skede=provar">Visa alla 8' in text
    # No choice in the list has just those that name no stage, so no number is promised.
    assert '<a href="/artiklar/?princip=tillit">Visa alla om principen</a>' in text


def test_reason_that_is_not_translated_keeps_its_language(client):
    principle = make_principle("Tillit")
    make(principle, "provar", "Mitt i", title_en="Halfway", slug_en="halfway")

    assert '<p class="card-reason" lang="sv">Därför Mitt i.</p>' in page(client, principle, "/en")


def test_principle_without_stories_says_so(client):
    assert "inga berättelser än" in page(client, make_principle("Tillit"))


def test_number_of_queries_does_not_grow(client, django_assert_num_queries):
    principle = make_principle("Tillit")
    make(principle, "provar", "Ett", topics=[make_topic("Chef")])
    with CaptureQueriesContext(connection) as few:
        page(client, principle)

    for number, stage in enumerate(["", *Stage.values] * 2):
        make(principle, stage, f"Nummer {number}", topics=[make_topic(f"T{number}")])

    with django_assert_num_queries(len(few)):
        page(client, principle)
