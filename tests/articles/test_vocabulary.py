"""The words that a new hub begins with."""

from io import StringIO

from django.core.management import call_command

from articles.models import Principle, Term, Topic


def load():
    out = StringIO()
    call_command("load_vocabulary", stdout=out)
    return out.getvalue()


def test_new_hub_has_principles_themes_and_a_glossary(client):
    said = load()

    assert (
        said == f"{Principle.objects.count() + Topic.objects.count() + Term.objects.count()} ord tillagda.\n"
    )
    assert "styrkedja" in client.get("/ordlista/").text
    assert "steering chain" in client.get("/en/ordlista/").text
    assert client.get(Principle.objects.get(name_sv="Öppenhet").get_absolute_url()).status_code == 200


def test_nothing_is_added_where_an_editor_has_begun():
    load()
    Term.objects.filter(slug="skr").update(name_sv="Kommunförbundet")
    Topic.objects.first().delete()
    Principle.objects.all().delete()
    there = Topic.objects.count(), Term.objects.count()

    load()

    assert (Topic.objects.count(), Term.objects.count()) == there
    assert Term.objects.get(slug="skr").name_sv == "Kommunförbundet"
    assert Principle.objects.exists()  # here there was nothing
