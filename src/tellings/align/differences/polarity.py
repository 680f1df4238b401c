"""Two claims in, whether one denies what the other asserts out: the same deed done here and not done there."""

from collections.abc import Sequence

from tellings.align.differences.difference import Difference
from tellings.align.occasions import is_apart
from tellings.align.sides import Side, once_a_side
from tellings.records import Span, Token
from tellings.text.folding import fold

LEAST = 0.5
_NEAR_VERB = 0.6  # cosine of the heads from which two verbs are taken for one deed
_LAID, _LAID_SAME = 0.75, 0.62  # how far the words find their like: another wording of one verb may stray further
_NEAR_SUBJECT = 0.6
# Helpers by which a clause says what may or should be, and the infinitive.
_UNREAL = frozenset("to may might could would should must can shall ought".split())
_REAL = frozenset({"happened", "ongoing", "background", "refused", "denied"})
_THINKING = frozenset("think believe feel suppose expect imagine seem appear want intend".split())
_LIGHT = frozenset("be have do make take get give go come say know think want need try".split())
_NEGATIONS = frozenset({"no", "never", "neither", "without", "nobody", "nothing", "none"})
_PARTS = frozenset({"nsubj", "nsubjpass", "dobj", "attr", "expl"})
_HELPERS = frozenset({"neg", "aux", "auxpass"})
# Verbs that say of the one below them that it was not done.
_WITHHOLDING = frozenset({"refuse", "decline", "fail", "neglect", "omit"})


def compare(left: Side, right: Side) -> Difference | None:
    """One deed over the same words, negated in so many words on one side and plainly asserted on the other."""
    withheld = find_withheld(left), find_withheld(right)
    negated = _is_negated(left) or withheld[0] is not None, _is_negated(right) or withheld[1] is not None
    alike = left.claim.polarity == right.claim.polarity and withheld == (None, None)
    if negated[0] == negated[1] or alike:
        return None
    if left.clause.kind != "verb" or right.clause.kind != "verb":
        return None
    asserted = [side for side, above in zip((left, right), withheld, strict=True) if above is None]
    if not all(is_asserted(side) for side in asserted) or is_apart(left, right):
        return None
    if withheld != (None, None) and (left.claim.verb != right.claim.verb or not _is_done(asserted[0])):
        return None  # "refused to let them in" and "has refused" say one thing
    if left.claim.verb == "be" and (_points(left) or _points(right)):
        return None
    if left.claim.verb != right.claim.verb and float(left.meaning.head @ right.meaning.head) < _NEAR_VERB:
        return None
    if "only" in left.folded or "only" in right.folded:
        return None  # neither plainly so nor plainly not so
    for side in (left, right):
        if _is_negated(side) and _is_turned(side):
            return None
        if _is_negated(side) and ({"since", "until", "till", "yet"} & set(side.folded)):
            return None  # not since or until then: no denial that it happened at another time
    same = left.claim.verb == right.claim.verb and left.claim.verb not in _LIGHT and _shares_subject(left, right)
    if not left.is_laid(right, least=_LAID_SAME if same else _LAID):
        return None
    kind = "update" if _is_overtaken(left, withheld[0], right) or _is_overtaken(right, withheld[1], left) else ""
    return Difference(
        "polarity", kind or "contradiction", True, verb_span(left, withheld[0]), verb_span(right, withheld[1]),
        left.claim.verb,
    )  # fmt: skip


def find_withheld(side: Side) -> int | None:
    """The word that says that the deed of the clause was not done: "failed to sign", "has yet to sign"; else None."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    above = tokens[head].head
    if tokens[head].dep != "xcomp" or above >= head or not any(t.head == head and t.tag == "TO" for t in tokens):
        return None
    below = [t for n, t in enumerate(tokens) if t.head == above and n != above]
    if any(t.dep == "neg" or t.tag == "MD" or t.lemma in _NEGATIONS for t in below):
        return None
    waits = tokens[above].lemma in ("have", "be") and any(fold(t.text) == "yet" for t in tokens[above + 1 : head])
    refuses = tokens[above].lemma in _WITHHOLDING and tokens[above].tag in ("VBD", "VBN", "VBZ", "VBP")
    return above if waits or refuses else None


def _is_done(side: Side) -> bool:
    """Whether the clause tells of a deed done, in the past or the perfect."""
    return side.claim.factuality == "happened" and side.clause.sentence.tokens[side.clause.head].tag in ("VBD", "VBN")


def _is_overtaken(side: Side, withheld: int | None, other: Side) -> bool:
    """Whether the other, later report tells of what had not been done yet."""
    return withheld is not None and side.day is not None and other.day is not None and side.day < other.day


def is_asserted(side: Side) -> bool:
    """Whether the clause says that it is so or not so: no infinitive, nothing that might be, was asked or denied."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    helpers = {fold(t.lemma) for t in tokens if t.head == head and t.dep in ("aux", "auxpass")}
    doubted = side.claim.factuality == "possible" and _is_negated(side)  # "not out of control, he tried to assure them"
    if _thinks(tokens, head) or (tokens[head].dep == "ccomp" and _thinks(tokens, tokens[head].head)):
        return False  # "I do not think he won" and "I think he did not win" are one
    return not helpers & _UNREAL and (doubted or side.claim.factuality in _REAL)


def _is_turned(side: Side) -> bool:
    """Whether the sentence uses the verb again: "heard no shot but heard a cry" denies one thing and tells another."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    return any(t.lemma == tokens[head].lemma and t.pos == "VERB" and n != head for n, t in enumerate(tokens))


def _thinks(tokens: Sequence[Token], n: int) -> bool:
    return tokens[n].lemma in _THINKING


def _shares_subject(left: Side, right: Side) -> bool:
    """Whether both name their subject, alike."""
    if left.meaning.subject is None or right.meaning.subject is None or _points(left) or _points(right):
        return False
    return float(left.meaning.subject @ right.meaning.subject) >= _NEAR_SUBJECT


def _points(side: Side) -> bool:
    """Whether the subject is a bare "it", "this", "that": what it stands for is told elsewhere."""
    subject = side.clause.subject
    return subject is None or side.clause.sentence.tokens[subject].pos in ("PRON", "DET")


@once_a_side
def _is_negated(side: Side) -> bool:
    """Whether a word of negation hangs on the head of the clause, or on its subject or object."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    for n in range(side.clause.first, side.clause.last + 1):
        token = tokens[n]
        if token.dep == "neg" or token.lemma in _NEGATIONS:
            above = token.head
            if above == head or (tokens[above].head == head and tokens[above].dep in _PARTS):
                return True
    return False


def verb_span(side: Side, withheld: int | None = None) -> Span:
    """The verb with its negation and auxiliaries, from the word that says that it was not done."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    near = [n for n in range(max(0, head - 4), head) if tokens[n].head == head and tokens[n].dep in _HELPERS]
    near += [] if withheld is None else [withheld]
    return Span(side.report, tokens[min([*near, head])].start, tokens[head].end)
