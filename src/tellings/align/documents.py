"""A story's claims in, where reports date one document to different days out: "a letter dated Friday", "bears the date
of 22 March"."""

from dataclasses import dataclass

from tellings.align.differences.difference import Difference
from tellings.align.disputes import Dispute
from tellings.align.sides import Side
from tellings.align.table import Lines
from tellings.records import Moment, Precision, Span

_BEARS = frozenset({"carry", "bear", "have", "give"})


@dataclass(frozen=True, slots=True)
class Dated:
    """A document's date: side: the place of its claim; noun: the document's lemma, "" where a pronoun stands for it."""

    side: int
    noun: str
    moment: Moment


def find_dated_documents(table: Lines) -> list[Dispute]:
    """One dispute where each report dates just one document, of one noun, and the days shut each other out."""
    found: dict[str, dict[tuple[int, int], Dated]] = {}
    for n, side in enumerate(table.sides):
        for dated in _dates_in(n, side):
            own = found.setdefault(side.report, {})
            before = own.get((dated.moment.span.start, dated.moment.span.end))
            if before is None or len(side.text) < len(table.sides[before.side].text):
                own[dated.moment.span.start, dated.moment.span.end] = dated
    single = [next(iter(own.values())) for own in found.values() if len(own) == 1]
    nouns = {dated.noun for dated in single} - {""}
    pairs = [(a, b) for n, a in enumerate(single) for b in single[n + 1 :] if _excludes(a, b)]
    if len(nouns) != 1 or not pairs:
        return []
    left, right = pairs[0]
    noun = next(iter(nouns))
    difference = Difference(
        "date", "contradiction", True, left.moment.span, right.moment.span, noun, f"When is the {noun} dated?"
    )
    values: dict[int, Span] = {dated.side: dated.moment.span for dated in single}
    return [Dispute(difference, dict(sorted(values.items())), tuple((a.side, b.side) for a, b in pairs), 0.9, True)]


def _excludes(a: Dated, b: Dated) -> bool:
    left, right = a.moment.interval, b.moment.interval
    if left is None or right is None or Precision.DAY not in (left.precision, right.precision):
        return False
    return not left.overlaps(right)


def _dates_in(n: int, side: Side) -> list[Dated]:
    tokens = side.clause.sentence.tokens
    out = []
    for moment in side.moments:
        if moment.interval is None or moment.kind != "date":
            continue
        first = next((k for k, token in enumerate(tokens) if token.end > moment.span.start), None)
        if not first:
            continue
        before = tokens[first - 1]
        if before.text.lower() == "dated":
            document = tokens[before.head]
            if document.pos == "NOUN":
                out.append(Dated(n, document.lemma.lower(), moment))
        elif first > 1 and before.lemma == "of" and tokens[first - 2].lemma == "date":
            verb = tokens[first - 2].head
            if tokens[verb].lemma in _BEARS:
                out.append(Dated(n, _document_of(side, verb), moment))
    return out


def _document_of(side: Side, verb: int) -> str:
    """The noun that bears the date; "" for a pronoun, or a subject that stands with an earlier verb."""
    tokens = side.clause.sentence.tokens
    subject = next((t for t in tokens if tokens[t.head] is tokens[verb] and t.dep in ("nsubj", "nsubjpass")), None)
    return subject.lemma.lower() if subject is not None and subject.pos == "NOUN" else ""
