from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image
from wagtail.blocks import StructBlockValidationError

from tests.factories import block, make_article
from tillit.editorial.blocks import PictureBlock
from tillit.editorial.models import Picture


@pytest.fixture
def picture(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path)
    file = BytesIO()
    Image.new("RGB", (1600, 900), "green").save(file, "PNG")
    upload = SimpleUploadedFile("bild.png", file.getvalue(), "image/png")
    return Picture.objects.create(title="Bild", file=upload, credit="Per Prov", is_archive_picture=True)


def in_text(picture, **values):
    value = {
        "image": picture.pk,
        "alt": "Ett grönt fält",
        "is_decorative": False,
        "caption": "Fältet",
        **values,
    }
    return block("picture", {"credit": "", "is_archive_picture": False, **value})


def test_facts_of_a_picture_travel_with_it(client, picture):
    article = make_article(picture=picture, picture_alt_sv="Det stora fältet", body_sv=[in_text(picture)])

    text = client.get(article.get_absolute_url()).text

    assert text.count("Foto: Per Prov") == 2
    assert text.count("Arkivbild.") == 2
    assert 'alt="Ett grönt fält"' in text
    assert 'alt="Det stora fältet"' in text
    assert 'class="article-cover"' not in text


def test_first_visit_to_a_page_with_pictures_writes_nothing(picture):
    article = make_article(picture=picture, body_sv=[in_text(picture)])

    for path in (article.get_absolute_url(), "/", "/artiklar/"):
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(path).status_code == 200
        assert [q["sql"] for q in queries if not q["sql"].startswith("SELECT")] == []


def test_list_with_pictures_asks_no_more_for_thirty_than_for_three(picture):
    asked = []
    for wanted in (3, 27):
        for _ in range(wanted):
            make_article(picture=picture)
        with CaptureQueriesContext(connection) as queries:
            Client().get("/artiklar/")
        asked.append(len(queries))

    assert asked[0] == asked[1]


def test_picture_is_not_shown_when_its_rights_have_ended(client, picture):
    article = make_article(picture=picture, body_sv=[in_text(picture)])
    picture.rights_until = timezone.localdate() - timedelta(days=1)
    picture.save()

    text = client.get(article.get_absolute_url()).text

    assert "Per Prov" not in text
    assert 'class="article-cover"' in text


def test_deleted_picture_is_gone_from_the_page(client, picture):
    article = make_article(picture=picture, body_sv=[in_text(picture)])
    assert "Per Prov" in client.get(article.get_absolute_url()).text

    picture.delete()

    assert "Per Prov" not in client.get(article.get_absolute_url()).text


@pytest.mark.parametrize(
    ("values", "is_right"),
    [
        ({"alt": "Fältet", "caption": "fältet "}, False),
        ({"alt": "", "is_decorative": False}, False),
        ({"alt": "", "is_decorative": True}, True),
        ({"alt": "Ett fält i sol", "caption": "Fältet"}, True),
    ],
)
def test_alternative_text_is_there_and_is_not_the_caption(picture, values, is_right):
    field = PictureBlock()
    value = field.to_python({**in_text(picture)["value"], **values})

    if is_right:
        field.clean(value)
    else:
        with pytest.raises(StructBlockValidationError) as error:
            field.clean(value)
        assert set(error.value.block_errors) == {"alt"}
