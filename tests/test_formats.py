"""What machines read is as its format demands: each form is checked by a validator that is not ours."""

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import feedparser
import pytest
import vobject
import xmlschema
from icalendar import Calendar
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from tests.factories import make_article, make_event, make_organisation, make_role, make_topic

SCHEMAS = Path(__file__).with_name("schemas")
HOSTILE = "Rad\x0bbyte \uffff Färre <mål> & \"citat\" 'apostrof' ]]> \u202eåäö 🙂, rad; slut\\n"


@pytest.fixture(autouse=True)
def content():
    """Pages whose texts try to break out of every format."""
    organisation = make_organisation(name="<Ort> & kommun", slug="ort")
    for _number in range(2):
        make_article(title_sv=HOSTILE, lead_sv=HOSTILE, organisation=organisation, topics=[make_topic(f"T{_number} & <")],
                     published_on=None, happened_on=date(1900, 1, 1), authors=[make_role("Ada & Prov")])  # fmt: skip
    make_article(
        title_sv="Utan avsändare",
        organisation=None,
        kind="media",
        publisher="",
        external_url="https://example.se/",
    )
    make_event(
        title_sv=HOSTILE,
        lead_sv=HOSTILE,
        organisation=organisation,
        place=HOSTILE[:100],
        address="<gata>; 1, a",
    )
    make_event(title_sv="Inställt", cancelled_on=date.today())


# Each language, and in Swedish choices and a search.
FORMS = ["/en{}", "/fi{}", "{}", "{}?organisation=ort", "{}?q=f%C3%A4rre", "{}?lan=finns-inte"]


@pytest.mark.parametrize("address", ["/flode.atom", "/evenemang.atom"])
def test_atom(client, address):
    schema = xmlschema.XMLSchema11(SCHEMAS / "atom.xsd")
    for form in FORMS:
        response = client.get(form.format(address))
        assert response["Content-Type"].startswith("application/atom+xml")
        schema.validate(response.text)
        parsed = feedparser.parse(response.content)
        assert not parsed.bozo
        assert len({entry.id for entry in parsed.entries}) == len(parsed.entries)


def test_atom_check_notices_what_is_missing(client):
    schema = xmlschema.XMLSchema11(SCHEMAS / "atom.xsd")
    text = client.get("/flode.atom").text

    for lost in ("<updated>", "<id>", "<author>"):
        start = text.index(lost, text.index("<entry"))
        end = text.index(lost.replace("<", "</"), start) + len(lost) + 1
        broken = text[:start] + text[end:]
        if lost == "<author>":
            start = broken.index("<author>")
            broken = broken[:start] + broken[broken.index("</author>") + 9 :]
        assert not schema.is_valid(broken), lost


@pytest.mark.parametrize("address", ["/flode.json", "/evenemang.json"])
def test_json_feed(client, address):
    validator = Draft202012Validator(
        json.loads((SCHEMAS / "json_feed.json").read_text()),
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    for form in FORMS:
        response = client.get(form.format(address))
        assert response["Content-Type"] == "application/feed+json"
        validator.validate(json.loads(response.content))

    with pytest.raises(ValidationError):
        validator.validate(
            {"version": "https://jsonfeed.org/version/1.1", "title": "x", "items": [{"url": "x"}]}
        )


def test_calendar(client):
    for form in FORMS:
        response = client.get(form.format("/evenemang.ics"))
        text = response.content.decode()
        calendar = Calendar.from_ical(text)
        assert not any(part.errors for part in calendar.walk())
        assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
        if calendar.walk("VEVENT"):
            vobject.readOne(text).validate(raiseException=True)
            uids = [str(event["uid"]) for event in calendar.walk("VEVENT")]
            assert len(uids) == len(set(uids))

    with pytest.raises(vobject.base.ValidateError):
        vobject.readOne("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n").validate(raiseException=True)


def test_sitemaps(client, sample):
    schema = xmlschema.XMLSchema(SCHEMAS / "sitemap.xsd")
    index = client.get("/sitemap.xml")
    schema.validate(index.text)
    locations = [e.text for e in ElementTree.fromstring(index.content).iter() if e.tag.endswith("}loc")]

    assert len(locations) == 5
    for location in locations:
        schema.validate(client.get(location.removeprefix("http://testserver")).text)
    assert not schema.is_valid("<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'><url/></urlset>")
