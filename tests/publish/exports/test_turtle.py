import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.publish.exports.turtle import Address, Literal, show_block, stream_prefixes

ANY = st.text(st.characters(), max_size=60)
SAYS = rdflib.URIRef("https://vocabulary.example/says")


def read(block: str) -> rdflib.Graph:
    prefixes = "".join(stream_prefixes({"v": "https://vocabulary.example/", "xsd": str(rdflib.XSD)}))
    return rdflib.Graph().parse(data=(prefixes + block).encode("utf-8"), format="turtle")


@settings(max_examples=300, deadline=None)
@given(text=ANY, language=st.sampled_from([None, "en", "sr"]))
def test_any_text_comes_back(text: str, language: str | None) -> None:
    graph = read(show_block(Address("urn:a"), [("v:says", Literal(text, language=language)), None]))
    shown = "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    ((subject, verb, found),) = graph
    assert (subject, verb) == (rdflib.URIRef("urn:a"), SAYS)
    assert isinstance(found, rdflib.Literal)
    assert (str(found), found.language) == (shown, language)


@settings(max_examples=300, deadline=None)
@given(text=ANY)
def test_any_address_is_one_thing(text: str) -> None:
    graph = read(show_block(Address(f"urn:a:{text}"), [("v:says", Address(f"urn:b:{text}"))]))
    assert len(graph) == 1


def test_types_and_several_statements() -> None:
    graph = read(show_block(Address("urn:a"), [("a", "v:Thing"), ("v:says", Literal("7", datatype="xsd:integer"))]))
    assert (rdflib.URIRef("urn:a"), SAYS, rdflib.Literal(7)) in graph and len(graph) == 2
