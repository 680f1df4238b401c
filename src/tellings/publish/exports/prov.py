"""Runs of tables in, W3C PROV-O as Turtle out: which report comes from which, and what every finding rests on.

Reports, the words of a claim, findings and the account are entities; outlets, people who judged and the programme are
agents; tracing copies and telling the story are activities. `prov:wasDerivedFrom` and `prov:wasQuotedFrom` are stated
only where it is known which of two reports is the source; where it is not, `prov:alternateOf`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from tellings import __version__
from tellings.publish.exports.accounts import Told, call_report, iterate_stories, name_urn, show_url
from tellings.publish.exports.descent import Descent, day_told, in_utc, iterate_descents
from tellings.publish.exports.turtle import Address, Literal, Statement, say_each, show_block, stream_prefixes
from tellings.publish.judged import STAGES
from tellings.records import Tables, make_id

_PREFIXES = {
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "tellings": "urn:tellings:vocabulary:",
}
_SOFTWARE = Address(name_urn("software"))
_VERBS = {  # what a report is to the one that it comes from
    "copy": "prov:wasDerivedFrom", "derived": "prov:wasDerivedFrom", "version": "prov:wasRevisionOf",
    "quotes_other": "prov:wasQuotedFrom",
}  # fmt: skip
_PAIR = {"prov:wasDerivedFrom": "Derivation", "prov:wasRevisionOf": "Revision", "prov:wasQuotedFrom": "Quotation"}


def stream_prov(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The statements, story after story; nothing is left out."""
    yield from stream_prefixes(_PREFIXES)
    yield show_block(
        _SOFTWARE, [("a", "prov:SoftwareAgent"), ("rdfs:label", Literal("tellings")),
                    ("dcterms:hasVersion", Literal(__version__))]
    )  # fmt: skip
    agents: set[str] = set()  # those that are described already
    for told in iterate_stories(runs):
        yield from _build_story(told, agents)


def _build_story(told: Told, agents: set[str]) -> Iterator[str]:
    story = told.story
    account, telling = Address(name_urn(story["id"])), Address(name_urn(make_id("telling", story["id"])))
    tracing = Address(name_urn(make_id("tracing", story["id"])))
    reports = [Address(name_urn(report)) for report in told.reports]
    yield show_block(
        account, [("a", "prov:Entity"), ("dcterms:title", Literal(story["headline"])),
                  ("prov:wasGeneratedBy", telling), ("prov:wasAttributedTo", _SOFTWARE),
                  *say_each("prov:wasDerivedFrom", reports)]
    )  # fmt: skip
    for activity, label in ((telling, "telling the story"), (tracing, "tracing copies")):
        yield show_block(
            activity, [("a", "prov:Activity"), ("rdfs:label", Literal(label)), ("prov:wasAssociatedWith", _SOFTWARE),
                       *say_each("prov:used", reports)]
        )  # fmt: skip
    descents = [*iterate_descents(told)]
    for report in told.reports.values():
        yield from _build_report(report, [each for each in descents if each.later == report["id"]], tracing, agents)
    for finding in story["findings"]:
        yield from _build_finding(told, finding, telling)


def _agent(name: str, kind: str, agents: set[str]) -> tuple[Address, str]:
    """An agent of that name, and its block where it has not been described yet."""
    agent = Address(name_urn(make_id("agent", kind, name)))
    if agent.iri in agents:
        return agent, ""
    agents.add(agent.iri)
    return agent, show_block(agent, [("a", kind), ("rdfs:label", Literal(name))])


def _build_report(
    report: Mapping[str, Any], descents: Iterable[Descent], tracing: Address, agents: set[str]
) -> Iterator[str]:
    at, said = Address(name_urn(report["id"])), list[Statement | None]()
    if report["outlet"]:
        agent, block = _agent(report["outlet"], "prov:Organization", agents)
        yield block
        said.append(("prov:wasAttributedTo", agent))
    for link in descents:
        person, block = _judge(link, agents)
        yield block
        linked, block = _say_link(link, tracing, person)
        yield block
        said += linked
    moment, day, url = in_utc(report["published"]), day_told(report["published"]), show_url(report["url"])
    language = report["language"] if report["language"] != "und" else None
    yield show_block(
        at,
        [
            ("a", "prov:Entity"),
            ("rdfs:label", Literal(call_report(report))),
            ("dcterms:title", Literal(report["title"])) if report["title"] else None,
            ("dcterms:creator", Literal(report["byline"])) if report["byline"] else None,
            ("dcterms:language", Literal(language)) if language else None,
            ("dcterms:issued", Literal(day, datatype="xsd:date")) if day else None,
            ("prov:generatedAtTime", Literal(moment, datatype="xsd:dateTime")) if moment else None,
            ("prov:wasDerivedFrom", Address(url)) if url else None,
            ("dcterms:source", Literal(report["capture"])),
            *said,
        ],
    )


def _judge(link: Descent, agents: set[str]) -> tuple[Address | None, str]:
    """The person who judged it; None for a stage of the programme."""
    return (None, "") if link.by in STAGES["copy_of"] else _agent(link.by, "prov:Person", agents)


def _say_link(link: Descent, tracing: Address, person: Address | None) -> tuple[list[Statement | None], str]:
    """What the later report is to its source, and who says so, how surely and why, in a block of its own."""
    source = Address(name_urn(link.source))
    verb = _VERBS.get(link.relation, "prov:alternateOf") if link.directed else "prov:alternateOf"
    pair = Address(name_urn(make_id("link", link.source, link.later)))
    directed: list[Statement | None] = [
        ("a", f"prov:{_PAIR.get(verb)}"),
        ("prov:entity", source),
        ("prov:hadActivity", tracing) if person is None else None,
    ]
    block = show_block(
        pair,
        [
            ("a", "tellings:Link"),
            *(directed if verb in _PAIR else say_each("tellings:report", [source, Address(name_urn(link.later))])),
            ("tellings:judgedBy", person or _SOFTWARE),
            ("tellings:relation", Literal(link.relation)),
            ("tellings:score", Literal(f"{link.score:.4f}", datatype="xsd:decimal")),
            ("rdfs:comment", Literal(link.reason, language="en")) if link.reason else None,
        ],
    )
    qualified = f"prov:qualified{_PAIR[verb]}" if verb in _PAIR else "tellings:link"
    return [(verb, source), (qualified, pair)], block


def _build_finding(told: Told, finding: Mapping[str, Any], telling: Address) -> Iterator[str]:
    """A finding is a collection of claims; a claim is words quoted from a report."""
    claims = []
    for claim in finding["claims"]:
        name = make_id("claim", finding["id"], claim["report"], claim["start"], claim["end"])
        claims.append(Address(name_urn(name)))
        yield show_block(
            claims[-1],
            [
                ("a", "prov:Entity"),
                ("prov:value", Literal(told.words(claim), language=_language(told, claim))),
                ("prov:wasQuotedFrom", Address(name_urn(claim["report"]))),
                ("tellings:start", Literal(str(claim["start"]), datatype="xsd:integer")),
                ("tellings:end", Literal(str(claim["end"]), datatype="xsd:integer")),
                ("tellings:speaker", Literal(claim["speaker"])) if claim["speaker"] else None,
            ],
        )
    yield show_block(
        Address(name_urn(finding["id"])),
        [
            ("a", "prov:Collection"),
            ("rdfs:label", Literal(finding["gist"])),
            ("tellings:status", Literal(finding["status"])),
            ("tellings:independentLines", Literal(str(finding["independent_lines"]), datatype="xsd:integer")),
            ("prov:wasGeneratedBy", telling),
            *say_each("prov:hadMember", dict.fromkeys(claims)),
        ],
    )


def _language(told: Told, claim: Mapping[str, Any]) -> str | None:
    language = told.reports[claim["report"]]["language"]
    return language if language != "und" and language.isascii() and language.isalpha() else None
