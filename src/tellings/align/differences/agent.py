"""Two claims in, whether they give one deed to two doers out: "shot by Ann Holt", "shot by Per Lund"."""

from tellings.align.clauses import read_words
from tellings.align.differences.date import LIGHT
from tellings.align.differences.difference import Difference
from tellings.align.differences.polarity import is_asserted
from tellings.align.occasions import is_apart
from tellings.align.pairs import is_name_near
from tellings.align.sides import Side
from tellings.records import Entity, Span
from tellings.text.folding import fold

LEAST = 0.5
_LAID = 0.7
_WHO = frozenset({"person", "organisation"})


def compare(left: Side, right: Side) -> Difference | None:
    """The same verb done to the same by two who are named, of one kind, and share no part of their names."""
    if not is_one_deed(left, right):
        return None
    mine, other = _roles(left), _roles(right)
    if mine is None or other is None or not _is_same_patient(left, mine[1], right, other[1]):
        return None
    doer, fellow = find_named(left, mine[0]), find_named(right, other[0])
    if doer is None or fellow is None or is_apart(left, right):
        return None
    (a, span), (b, other_span) = doer, fellow
    if a.id == b.id or a.kind != b.kind or a.kind not in _WHO or _share_names(a, b):
        return None
    if a.id in right.named or b.id in left.named or not left.is_laid(right, least=_LAID, both=False):
        return None
    return Difference("person" if a.kind == "person" else "organisation", "contradiction", True, span, other_span, "")


def is_one_deed(left: Side, right: Side) -> bool:
    """Whether both tell, as done or both as not done, of a deed by one verb that says what was done."""
    verb = left.claim.verb
    if verb != right.claim.verb or verb in LIGHT or verb in read_words("says.txt"):
        return False
    return is_asserted(left) and is_asserted(right) and left.claim.polarity == right.claim.polarity


def _share_names(a: Entity, b: Entity) -> bool:
    names = {fold(word) for name in (a.name, *a.aliases) for word in name.split()}
    others = {fold(word) for name in (b.name, *b.aliases) for word in name.split()}
    return any(x == y or is_name_near(x, y) for x in names for y in others)


def _roles(side: Side) -> tuple[int, int] | None:
    """The doer and the one to whom it is done, each without a fellow."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    below = [n for n, token in enumerate(tokens) if token.head == head and n != head]
    by = [n for n in below if tokens[n].dep == "agent"]
    if by:
        doers = [n for n, token in enumerate(tokens) if token.head == by[0] and token.dep == "pobj"]
        patients = [n for n in below if tokens[n].dep == "nsubjpass"]
    else:
        doers = [n for n in below if tokens[n].dep == "nsubj"]
        patients = [n for n in below if tokens[n].dep == "dobj"]
    joined = any(token.dep == "conj" and token.head in (*doers, *patients) for token in tokens)
    return (doers[0], patients[0]) if len(doers) == len(patients) == 1 and not joined else None


def _is_same_patient(left: Side, a: int, right: Side, b: int) -> bool:
    """One entity, or one noun, in the singular, that nothing names."""
    mine, other = find_named(left, a), find_named(right, b)
    if mine is not None or other is not None:
        return mine is not None and other is not None and mine[0].id == other[0].id
    token, fellow = left.clause.sentence.tokens[a], right.clause.sentence.tokens[b]
    return token.tag == fellow.tag == "NN" and fold(token.lemma) == fold(fellow.lemma)


def find_named(side: Side, n: int) -> tuple[Entity, Span] | None:
    """The entity that a word names (not merely means), and where."""
    token = side.clause.sentence.tokens[n]
    over = [
        (span.end - span.start, entity.id, entity, span)
        for span, entity in side.naming
        if span.start <= token.start and token.end <= span.end
    ]
    if token.pos != "PROPN" or not over:
        return None
    found = min(over, key=lambda entry: entry[:2])
    return found[2], found[3]
