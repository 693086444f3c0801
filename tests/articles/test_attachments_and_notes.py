from datetime import date

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from articles.models import ChangeNote, Source
from tests.factories import block, make_article
from tillit.editorial.models import Attachment


@pytest.fixture
def attachment(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    return Attachment.objects.create(title="Mall för ramar", file=ContentFile(b"x" * 2048, "mall.pdf"))


def with_file(attachment):
    return make_article(body_sv=[block("file", {"document": attachment.pk, "title": ""})])


def test_file_says_what_it_is_and_how_large(client, attachment):
    text = client.get(with_file(attachment).get_absolute_url()).text

    assert f'<a href="{attachment.url}">Mall för ramar</a> (PDF, 2,0\u00a0kB)' in text


def test_showing_a_file_writes_nothing(attachment):
    address = with_file(attachment).get_absolute_url()

    with CaptureQueriesContext(connection) as queries:
        assert Client().get(address).status_code == 200

    assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


def test_deleted_file_is_gone_from_the_page(client, attachment):
    address = with_file(attachment).get_absolute_url()
    assert "Mall för ramar" in client.get(address).text

    attachment.delete()

    assert "Mall för ramar" not in client.get(address).text


def test_changes_and_sources_are_told_at_the_end(client):
    article = make_article(updated_on=date(2026, 2, 3))
    ChangeNote.objects.create(article=article, day=date(2026, 2, 3), note_sv="Rättade en siffra.")
    Source.objects.create(
        article=article, title="Rapporten", author="Provby", dated="2025", url="https://example.se/r"
    )

    text = client.get(article.get_absolute_url()).text

    assert '<time datetime="2026-02-03">3 februari 2026</time>: <span>Rättade en siffra.</span>' in text
    assert 'Provby: <a href="https://example.se/r">Rapporten</a>, 2025' in text
