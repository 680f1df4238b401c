"""A story's claims in, where one report does not know yet who somebody is whom another names out.

"The driver has not been identified" beside "the driver, Ana Reis": what the one lacks the other tells, and whoever has
only the first report should know.
"""

from collections.abc import Iterator

from tellings.align.differences.difference import Difference
from tellings.align.disputes import Dispute
from tellings.align.sides import Side
from tellings.align.table import Lines
from tellings.records import Span
from tellings.text.folding import fold

_NAMES = frozenset({"identify", "name"})
# Nouns for the one whose name is sought. The first of them say what he did, the others may be anybody.
_DOERS = frozenset(
    """attacker gunman shooter suspect driver killer bomber assailant perpetrator hijacker robber stabber arsonist
    kidnapper murderer""".split()
)
_ANYBODY = frozenset({"man", "woman", "person", "teenager", "youth", "boy", "girl"})
_NEGATIONS = frozenset({"not", "n't", "n’t", "no", "yet"})


def find_identities(table: Lines) -> list[Dispute]:
    """One dispute where a doer is unnamed in one report and named in another, if the reports name but one."""
    unnamed = {side.report: (n, noun, span) for n, side, noun, span in _find_unnamed(table)}
    named: dict[str, tuple[int, str, Span]] = {}
    names: set[str] = set()
    for n, side, name, span in _find_named(table):
        named[side.report] = (n, name, span)
        names.add(name)
    pairs = [(a, b) for a in unnamed.values() for b in named.values() if a[2].report != b[2].report]
    pairs = [(a, b) for a, b in pairs if a[2].report not in named]
    if not pairs or len(names) != 1:
        return []
    (left, noun, span), (right, _, other) = pairs[0]
    days = table.sides[left].day, table.sides[right].day
    later = days[0] is not None and days[1] is not None and days[0] < days[1]
    kind = "update" if later else "contradiction"
    difference = Difference("person", kind, True, span, other, noun, f"Who was the {noun}?")
    values = {a[0]: a[2] for a, _ in pairs} | {b[0]: b[2] for _, b in pairs}
    return [Dispute(difference, dict(sorted(values.items())), tuple((a[0], b[0]) for a, b in pairs), 0.9, settled=True)]


def _find_unnamed(table: Lines) -> Iterator[tuple[int, Side, str, Span]]:
    """ "The driver, who has not yet been identified", in the shortest claim around it."""
    for n, side in _by_length(table):
        tokens, head = side.clause.sentence.tokens, side.clause.head
        if fold(tokens[head].lemma) not in _NAMES or side.clause.subject is None:
            continue
        below = [k for k, t in enumerate(tokens) if t.head == head]
        negated = any(tokens[k].dep == "neg" or fold(tokens[k].text) in _NEGATIONS for k in below)
        passive = any(tokens[k].dep == "auxpass" for k in below)
        subject = side.clause.subject
        if tokens[head].dep == "relcl" and tokens[subject].pos == "PRON":
            subject = tokens[head].head  # "the driver, who has not been identified"
        noun = fold(tokens[subject].lemma)
        if negated and passive and noun in _DOERS | _ANYBODY:
            first = min(k for k in below if tokens[k].dep in ("aux", "auxpass", "neg"))
            yield n, side, noun, Span(side.report, tokens[first].start, tokens[head].end)


def _find_named(table: Lines) -> Iterator[tuple[int, Side, str, Span]]:
    """ "The driver, Ana Reis", "the driver Ana Reis", in the shortest claim around it."""
    for n, side in _by_length(table):
        tokens = side.clause.sentence.tokens
        for k in range(side.clause.first, side.clause.last + 1):
            if tokens[k].pos != "NOUN" or fold(tokens[k].lemma) not in _DOERS:
                continue
            first = k + 2 if k + 1 < len(tokens) and tokens[k + 1].text == "," else k + 1
            last = first
            while last < len(tokens) and tokens[last].kind == "PERSON":
                last += 1
            if last > first and tokens[first].begins:
                yield n, side, fold(tokens[last - 1].text), Span(side.report, tokens[first].start, tokens[last - 1].end)


def _by_length(table: Lines) -> list[tuple[int, Side]]:
    """The claims, the longest first: where several hold a thing the last one stays."""
    return sorted(enumerate(table.sides), key=lambda entry: (-len(entry[1].text), entry[0]))
