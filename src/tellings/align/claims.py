"""One report's sentences in, its Claims out: each clause that asserts something, with its slots, polarity and speaker.

A claim is what the report asserts or what it says that somebody asserts; `speaker` keeps the two apart. Mentions,
moments, quantities, quotes, events and places fill the slots where they are there; the parse alone is enough.
"""

from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Any

from tellings.align.clauses import Clause, find_clauses
from tellings.align.stretches import Stretches, span_of
from tellings.linking.factuality import Stance, judge_clause
from tellings.records import Claim, Event, Mention, Moment, Place, Quantity, Quote, Report, Sentence, Span, make_id
from tellings.stage import Cut, Group, Stage

_WITHIN = (Mention, Moment, Quantity, Place)  # kinds of which a claim takes up what stands in its clause


def build_claims(group: Group) -> list[Claim]:
    """The claims of one report."""
    report = group.of(Report)[0]
    read = {kind: Stretches[Any](group.of(kind), span_of) for kind in _WITHIN}
    quotes = Stretches(group.of(Quote), span_of)
    claims = []
    for sentence in group.of(Sentence):
        inside: dict[type, Sequence[Any]] = {kind: own.within(sentence.span) for kind, own in read.items()}
        inside[Quote] = quotes.touching(sentence.span)
        passage = Group(sentence.id, inside)
        claims += [_build_claim(report, clause, passage) for clause in find_clauses(sentence)]
    return claims


def _build_claim(report: Report, clause: Clause, group: Group) -> Claim:
    """group: what was read in the sentence."""
    sentence, tree = clause.sentence, clause.tree
    span = Span(report.id, clause.start, clause.end)
    stretch = slice(clause.first, clause.last + 1)
    quote = next((quote for quote in group.of(Quote) if quote.span.overlap(span) * 2 > span.end - span.start), None)
    moment = next((m for m in group.of(Moment) if span.holds(m.span) and m.interval), None)
    place = next((p for p in group.of(Place) if span.holds(p.span) and p.literal), None)
    stance = judge_clause(sentence, clause.head)
    return Claim(
        id=make_id("claim", report.id, span.start, span.end),
        span=span,
        sentence=sentence.id,
        kind=_kind_of(clause, quote, stance),
        verb=sentence.tokens[clause.head].lemma,
        who=_wording(report, clause, clause.subject),
        whom=_wording(report, clause, clause.object),
        when=moment.interval if moment else None,
        where=place.name if place else None,
        polarity=stance.polarity,
        factuality=stance.factuality,
        speaker=_speaker(report, clause, quote),
        names=_names(group.of(Mention), span),
        quantities=tuple(quantity.id for quantity in group.of(Quantity) if span.holds(quantity.span)),
        lemmas=tuple(dict.fromkeys(compress(tree.lemmas[stretch], tree.content[stretch]))),
    )


def _kind_of(clause: Clause, quote: Quote | None, stance: Stance) -> str:
    if quote and quote.kind != "indirect":
        return "quote"
    if stance.factuality in ("planned", "asked", "threatened"):
        return "plan"
    tokens = clause.sentence.tokens
    if any(tokens[n].pos == "NUM" for n in clause.own):
        return "quantity"
    if clause.kind == "apposition" or tokens[clause.head].lemma in ("be", "have", "remain", "include"):
        return "state"
    return "event"


def _wording(report: Report, clause: Clause, n: int | None) -> str | None:
    """The noun with what stands before it: "the Nice prosecutor"."""
    if n is None:
        return None
    tokens = clause.sentence.tokens
    first = n
    while first > 0 and tokens[first - 1].head in range(first, n + 1) and tokens[first - 1].dep != "punct":
        first -= 1
    return report.text[tokens[first].start : tokens[n].end]


def _speaker(report: Report, clause: Clause, quote: Quote | None) -> str | None:
    if quote and quote.speaker_name:
        return quote.speaker_name
    return _wording(report, clause, clause.speaker)


def _names(mentions: Sequence[Mention], span: Span) -> tuple[str, ...]:
    return tuple(dict.fromkeys(m.name for m in mentions if span.holds(m.span) and m.form in ("name", "acronym")))


def _run(group: Group) -> Iterable[Claim]:
    return build_claims(group)


STAGE = Stage(
    "claims",
    reads=(Report, Sentence, Mention, Moment, Quantity, Quote, Event, Place),
    writes=(Claim,),
    cut=Cut.EACH,
    run=_run,
)
