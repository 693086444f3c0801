"""The back office asks the database a bounded number of times, however much there is."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from articles.models import ReaderAnswer
from tests.factories import make_article, make_event, make_organisation

MOST = 60


@pytest.mark.parametrize(
    "name",
    ["wagtailadmin_home", "wagtailsnippets_articles_article:list", "wagtailsnippets_articles_article:edit"],
)
def test_start_list_and_form(client, reviewer, name):
    client.force_login(reviewer)
    organisation = make_organisation()
    for number in range(12):
        article = make_article(owner=reviewer, organisation=organisation, published=number % 2)
        ReaderAnswer.objects.create(article=article, helped=True)
        make_event(organisation=organisation, owner=reviewer, published=number % 2)
    address = reverse(name, args=[article.pk] if name.endswith("edit") else [])
    client.get(address)

    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200

    assert len(queries) < MOST
