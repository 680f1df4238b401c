"""A story's claims in, where a report says that nobody was killed, hurt, missed … out: the tally of nought."""

from collections.abc import Iterator

from tellings.align.differences.casualties import read_classes
from tellings.align.sides import Side
from tellings.records import Span
from tellings.text.folding import fold

_NOBODY = frozenset({"nobody", "no-one", "noone"})
_HARMS = {"injury": ("injured",), "casualty": ("injured", "dead"), "death": ("dead",), "fatality": ("dead",)}
_TOLD = frozenset({"report", "record", "confirm", "suffer", "sustain", "cause", "be"})
_COUNTED = frozenset({"dead", "injured", "missing", "detained"})


def find_nobody(side: Side) -> Iterator[tuple[str, Span]]:
    """(class of casualty, the words that say so); not where "no one else", "no other injuries", "no one on the ground"
    leaves some out."""
    tokens, head, subject = side.clause.sentence.tokens, side.clause.head, side.clause.subject
    if subject is None or side.clause.kind != "verb" or side.claim.factuality != "happened":
        return
    below = [n for n, token in enumerate(tokens) if token.head == subject and n != subject]
    no = next((n for n in below if fold(tokens[n].text) == "no"), None)
    if any(tokens[n].dep not in ("det", "punct") for n in below) or fold(tokens[subject].text) in ("none",):
        return
    last = max(head, subject)
    if last + 1 < len(tokens) and fold(tokens[last + 1].text) in ("else", "seriously", "badly", "critically"):
        return
    first = subject if no is None else no
    span = Span(side.report, tokens[first].start, tokens[last].end)
    lemma = fold(tokens[subject].lemma)
    if fold(tokens[subject].text) in _NOBODY or (no is not None and lemma == "one"):
        kind = read_classes().get(("object" if _is_passive(side) else "subject", fold(tokens[head].lemma)))
        if kind in _COUNTED and not _is_limited(side):
            yield kind, span
    elif no is not None and lemma in _HARMS and tokens[head].lemma in _TOLD:
        for kind in _HARMS[lemma]:
            yield kind, span


def _is_passive(side: Side) -> bool:
    return any(t.head == side.clause.head and t.dep == "auxpass" for t in side.clause.sentence.tokens)


def _is_limited(side: Side) -> bool:
    """Whether an adverb says how they were not hurt: "nobody was seriously hurt"."""
    tokens = side.clause.sentence.tokens
    return any(t.head == side.clause.head and t.dep == "advmod" and t.lemma.endswith("ly") for t in tokens)
