import rdflib
from hypothesis import HealthCheck, given, settings

from tellings.publish.exports import make_export
from tellings.records import Judgement, Tables
from tests.publish import conftest as halmar
from tests.publish.exports.loading import ANY, runs, texts, with_wording

PROV = rdflib.Namespace("http://www.w3.org/ns/prov#")
OWN = rdflib.Namespace("urn:tellings:vocabulary:")
# Of PROV-O what the export uses: a class or property misspelt would be taken by any loader.
CLASSES = {"Entity", "Collection", "Activity", "Organization", "Person", "SoftwareAgent", "Derivation", "Revision",
           "Quotation"}  # fmt: skip
PROPERTIES = {
    "wasDerivedFrom", "wasRevisionOf", "wasQuotedFrom", "alternateOf", "wasGeneratedBy", "wasAttributedTo",
    "wasAssociatedWith", "used", "value", "hadMember", "generatedAtTime", "qualifiedDerivation", "qualifiedRevision",
    "qualifiedQuotation", "entity", "hadActivity",
}  # fmt: skip


def read(tables: Tables) -> rdflib.Graph:
    return rdflib.Graph().parse(data=make_export(tables, "prov").text, format="turtle")


def name(id: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"urn:tellings:{id}")


def test_its_words_are_those_of_the_standard() -> None:
    for tables in runs():
        for subject, verb, term in read(tables):
            if str(verb).startswith(str(PROV)):
                assert str(verb).removeprefix(str(PROV)) in PROPERTIES
            if verb == rdflib.RDF.type and str(term).startswith(str(PROV)):
                assert str(term).removeprefix(str(PROV)) in CLASSES
            assert isinstance(subject, rdflib.URIRef)


def test_every_one_of_the_account_is_of_a_class() -> None:
    for tables in runs():
        graph = read(tables)
        typed = set(graph.subjects(rdflib.RDF.type))
        for verb in PROPERTIES:
            for term in graph.objects(None, PROV[verb]):
                if str(term).startswith("urn:tellings:"):
                    assert term in typed, (verb, term)


def test_a_copy_derives_from_its_source_where_that_is_known() -> None:
    graph = read(runs()[1])
    assert (name("r1"), PROV.wasDerivedFrom, name("r0")) in graph
    assert (name("r0"), PROV.wasDerivedFrom, name("r1")) not in graph
    qualified = graph.value(name("r1"), PROV.qualifiedDerivation)
    assert (qualified, PROV.entity, name("r0")) in graph
    assert str(graph.value(qualified, OWN.relation)) == "copy"
    assert float(str(graph.value(qualified, OWN.score))) == 0.93


def test_where_nothing_tells_which_was_first_they_are_alternates() -> None:
    graph = read(runs()[1])
    assert (name("r2"), PROV.alternateOf, name("r0")) in graph  # r2 is dated to three days around r0
    assert (name("r2"), PROV.wasDerivedFrom, name("r0")) not in graph


def test_a_person_who_judged_is_named() -> None:
    tables = halmar.build_tables()
    tables.add([Judgement("j-p", "r0", "r3", "copy_of", True, 1.0, "same desk", "Ada Lund", "copy")])
    graph = read(tables)
    people = set(graph.subjects(rdflib.RDF.type, PROV.Person))
    assert [str(graph.value(person, rdflib.RDFS.label)) for person in people] == ["Ada Lund"]
    assert set(graph.objects(None, OWN.judgedBy)) >= people


def test_a_claim_is_words_quoted_from_a_report() -> None:
    graph = read(runs()[1])
    claims = set(graph.objects(None, PROV.hadMember))
    assert len(claims) > 10
    for claim in claims:
        report = str(graph.value(claim, PROV.wasQuotedFrom)).removeprefix("urn:tellings:")
        start, end = (int(str(graph.value(claim, OWN[edge]))) for edge in ("start", "end"))
        assert str(graph.value(claim, PROV.value)) == texts()[report][start:end]


def test_times_are_stated_as_far_as_they_are_known() -> None:
    graph = read(runs()[0])
    issued = rdflib.URIRef("http://purl.org/dc/terms/issued")
    moment = graph.value(name("wire"), PROV.generatedAtTime)
    assert str(moment) == "2031-05-05T19:30:00Z" or str(moment).startswith("2031-05-05T19:30:00")
    assert str(graph.value(name("own"), issued)) == "2031-05-06"
    assert graph.value(name("own"), PROV.generatedAtTime) is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(wording=ANY)
def test_any_wording_is_read_back(wording: str) -> None:
    graph = read(with_wording(wording))
    shown = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in wording)
    title = graph.value(name("own"), rdflib.URIRef("http://purl.org/dc/terms/title"))
    assert str(title) == shown
