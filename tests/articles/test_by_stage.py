import re

from django.urls import reverse

from articles.models import Article, ArticlePrinciple
from tests.factories import make_article, make_principle


def page(client, principle, language=""):
    return client.get(f"{language}{reverse('principles:detail', args=[principle.slug])}").text


def make(principle, stage, title, **values):
    article = make_article(title_sv=title, **values)
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


def test_of_many_the_newest_are_shown_and_the_rest_is_one_click_away(client):
    principle = make_principle("Tillit")
    for number in range(8):
        make(principle, "provar", f"Nummer {number}")

    text = page(client, principle)

    assert text.count('class="card"') == 6
    assert '<a href="/artiklar/?princip=tillit&amp;skede=provar">Visa alla 8' in text


def test_principle_without_stories_says_so(client):
    assert "inga berättelser än" in page(client, make_principle("Tillit"))


def test_number_of_queries_does_not_grow(client, django_assert_max_num_queries):
    principle = make_principle("Tillit")
    for number in range(6):
        make(principle, "provar", f"Nummer {number}")

    with django_assert_max_num_queries(14):
        page(client, principle)
