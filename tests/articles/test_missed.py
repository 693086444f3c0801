"""The editors' list of what readers looked for in vain."""

from django.urls import reverse

from tests.factories import make_user
from tillit.search.missed import remember
from tillit.search.models import Missed


def test_most_wanted_stands_first_and_goes_when_it_is_settled(client, writer):
    client.force_login(writer)
    for _time in range(3):
        remember("kvartersvärd", "sv", "Gärna om <b>bolag</b>")
    remember("lotsar", "fi")

    page = client.get(reverse("missed_searches")).text
    assert page.index("kvartersvärd") < page.index("lotsar")
    assert "Gärna om &lt;b&gt;bolag&lt;/b&gt;" in page
    assert "/fi/sok/?q=lotsar" in page
    assert "kvartersvärd" in client.get(reverse("wagtailadmin_home")).text

    row = Missed.objects.get(query="kvartersvärd")
    assert client.get(reverse("settle_missed", args=[row.pk])).status_code == 405
    answer = client.post(reverse("settle_missed", args=[row.pk]), follow=True).text
    assert "är borta ur listan" in answer
    assert list(Missed.objects.values_list("query", flat=True)) == ["lotsar"]


def test_only_who_writes_sees_it(client):
    client.force_login(make_user("o@example.se", "Arrangör"))
    remember("kvartersvärd", "sv")

    client.post(reverse("settle_missed", args=[Missed.objects.get().pk]))

    assert Missed.objects.exists()
    assert "kvartersvärd" not in client.get(reverse("missed_searches"), follow=True).text
