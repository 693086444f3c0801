"""The words that a new hub begins with."""

from io import StringIO

from django.core.management import call_command
from django.urls import reverse

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


def test_what_editors_have_changed_or_merged_stays_so(client, administrator):
    load()
    Term.objects.filter(slug="skr").update(name_sv="Kommunförbundet")
    one, other = Topic.objects.all()[:2]
    client.force_login(administrator)
    client.post(reverse("merge", args=["articles", "topic", other.pk]), {"into": one.pk, "ja": "1"})

    assert load() == "0 ord tillagda.\n"
    assert Term.objects.get(slug="skr").name_sv == "Kommunförbundet"
    assert not Topic.objects.filter(slug=other.slug).exists()
