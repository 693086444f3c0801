"""The catalogue that data portals harvest, checked against the profile's demands with SHACL."""

from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import DCAT, DCTERMS, RDF, Graph

from tests.factories import make_article, make_event

# The checker uses names of its own graph library that the library is about to change.
pytestmark = pytest.mark.filterwarnings("ignore:Dataset:DeprecationWarning")
SHAPES = Path(__file__).with_name("dcat_ap_se.ttl")


@pytest.fixture
def graph(client):
    make_article()
    make_event()
    response = client.get("/dcat.rdf")
    assert response["Content-Type"] == "application/rdf+xml"
    return Graph().parse(data=response.content, format="xml")


def problems(graph):
    conforms, _report, text = validate(graph, shacl_graph=str(SHAPES), advanced=False)
    return "" if conforms else text


def test_catalogue_is_as_the_profile_demands(graph):
    assert problems(graph) == ""

    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 3
    titles = {title.language for title in graph.objects(None, DCTERMS.title)}
    assert titles == {"sv", "en", "fi"}


def test_the_check_notices_what_is_lost(graph):
    for lost in (DCTERMS.title, DCTERMS.publisher, DCAT.accessURL, DCAT.distribution):
        without = Graph()
        without += graph
        without.remove((None, lost, None))
        assert problems(without), lost


def test_every_address_of_a_form_is_there(graph, client):
    for address in graph.objects(None, DCAT.accessURL):
        assert client.get(str(address).removeprefix("http://testserver")).status_code == 200


def test_licence_is_said_only_where_the_operator_has_chosen_one(client, settings):
    assert "license" not in client.get("/dcat.rdf?ny").text

    settings.DATA_LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
    settings.OPERATOR_EMAIL = "data@example.se"
    text = client.get("/dcat.rdf?ny").text

    assert problems(Graph().parse(data=text, format="xml")) == ""
    assert text.count("publicdomain/zero") > 3
    assert "mailto:data@example.se" in text


def test_name_of_the_operator_is_text(client, settings):
    settings.OPERATOR = '<A & "B">'

    assert "<foaf:name>&lt;A &amp; &quot;B&quot;&gt;</foaf:name>" in client.get("/dcat.rdf?ny").text
