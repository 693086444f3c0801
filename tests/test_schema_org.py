"""What search engines read in the pages is what schema.org has words for: taken out by extruct, checked with SHACL."""

import re
from pathlib import Path

import pytest
from django.utils import timezone
from extruct.w3cmicrodata import MicrodataExtractor
from pyshacl import validate
from rdflib import RDF, SDO, BNode, Graph, Literal, URIRef

from articles.models import Article
from events.models import Event
from tests.factories import make_article, make_event, make_organisation, make_role, make_topic

# The checker uses names of its own graph library that the library is about to change.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
SHAPES = Path(__file__).with_name("schemas") / "schema_org.ttl"
HOSTILE = "Färre <mål> & \"citat\" itemprop='x' \u202e 🙂"


def graph_of(page):
    """The page's microdata as a graph."""
    graph = Graph()
    for item in MicrodataExtractor().extract(page.text, base_url="https://tillit.example.se/"):
        add(graph, item)
    return graph


def add(graph, item):
    thing = BNode()
    graph.add((thing, RDF.type, URIRef(item["type"])))
    for name, values in item.get("properties", {}).items():
        for value in values if isinstance(values, list) else [values]:
            graph.add((thing, SDO[name], add(graph, value) if isinstance(value, dict) else node(value)))
    return thing


def node(value):
    return URIRef(value) if value.startswith(("https://", "http://")) and " " not in value else Literal(value)


def problems(graph):
    conforms, _report, text = validate(graph, shacl_graph=str(SHAPES))
    return "" if conforms else text


@pytest.fixture
def organisation():
    return make_organisation(name="<Ort> & kommun", slug="ort")


@pytest.mark.parametrize("kind", Article.Kind.values)
def test_articles(client, organisation, kind):
    is_media = kind == Article.Kind.MEDIA
    article = make_article(
        kind=kind,
        title_sv=HOSTILE,
        lead_sv=HOSTILE,
        title_en="English",
        slug_en="english",
        organisation=None if is_media else organisation,
        external_url="https://example.se/a?b=c&d=e" if is_media else "",
        topics=[make_topic("T & <")],
        authors=[make_role("Ada & Prov", title="chef")],
        happened_on=timezone.localdate(),
        reviewed_on=timezone.localdate(),
    )
    for address in (article.get_absolute_url(), "/en/artiklar/english/"):
        graph = graph_of(client.get(address))

        assert problems(graph) == ""
        assert len(list(graph.subjects(SDO.headline))) == 1


@pytest.mark.parametrize(
    ("where", "attendance"),
    [
        ({"place": HOSTILE, "address": "<gata> 1"}, SDO.OfflineEventAttendanceMode),
        ({"place": "", "online_url": "https://example.se/mote"}, SDO.OnlineEventAttendanceMode),
        ({"place": "Folkets hus", "online_url": "https://example.se/mote"}, SDO.MixedEventAttendanceMode),
    ],
)
def test_events(client, organisation, where, attendance):
    event = make_event(title_sv=HOSTILE, lead_sv=HOSTILE, organisation=organisation, **where)
    graph = graph_of(client.get(event.get_absolute_url()))

    assert problems(graph) == ""
    assert list(graph.objects(None, SDO.eventAttendanceMode)) == [attendance]
    assert list(graph.objects(None, SDO.endDate)) == [Literal(timezone.localtime(event.ends_at).isoformat())]


def test_the_sample(client, sample):
    addresses = [row.get_absolute_url() for model in (Article, Event) for row in model.objects.published()]
    graph = sum((graph_of(client.get(address)) for address in addresses), Graph())

    assert problems(graph) == ""
    assert len(list(graph.subjects(SDO.headline))) == Article.objects.published().count()
    assert len(list(graph.subjects(RDF.type, SDO.Event))) == Event.objects.published().count()


@pytest.mark.parametrize(
    "markup",
    [
        "<p itemscope itemtype='https://schema.org/Aricle'></p>",
        "<p itemscope itemtype='https://schema.org/Person'></p>",
        "<p itemscope itemtype='https://schema.org/Person'><b itemprop='name'>A</b><b itemprop='headline'>B</b></p>",
        "<p itemscope itemtype='https://schema.org/LearningResource'><b itemprop='headline'>A</b>"
        "<meta itemprop='inLanguage' content='sv'><b itemprop='articleBody'>B</b></p>",
        "<p itemscope itemtype='https://schema.org/Organization'><b itemprop='name'>A</b><b itemprop='url'>B</b></p>",
    ],
)
def test_the_check_notices_what_schema_org_does_not_know(markup):
    item = MicrodataExtractor().extract(f"<!doctype html><title>A</title>{markup}")[0]
    graph = Graph()
    add(graph, item)

    assert problems(graph)


def test_the_shapes_speak_only_of_what_schema_org_has():
    names = set(re.findall(r"\bs:(\w+)", SHAPES.read_text("utf-8")))

    assert len(names) > 40
    assert not [name for name in names if name not in SDO]
