"""A story's claims in, what one report names and another denies out, wherever in the reports the two stand.

Two things are looked for: a cause that is named here and ruled out there ("blamed on a spark" / "there was no spark"),
and a step that had not been taken when one report was written and had been in another ("has not been charged" /
"was charged"). Both are put so differently that lining up sentences misses them; both have to be explicit.
"""

from collections.abc import Iterator, Sequence

from tellings.align.differences.difference import Difference
from tellings.align.disputes import Dispute
from tellings.align.occasions import is_apart
from tellings.align.sides import Side
from tellings.align.table import Lines
from tellings.records import Mention, Span, Token
from tellings.text.folding import fold

_BLAMES = frozenset({"blame", "attribute", "ascribe", "cite"})
_CAUSED = frozenset({"cause", "trigger", "spark"})
_NO = frozenset({"no", "not", "n't", "n’t", "never"})
_TELLS = frozenset({"inform", "notify", "consult", "warn", "alert", "brief"})  # one step: to let somebody know
_RARE = 6  # sides in which a step's verb may stand, for each report: a verb on every page is many deeds
_LIGHT = frozenset(
    "be have do make take get give go come say see know think want call use find expect hold know believe".split()
)


def find_reversals(table: Lines, mentions: Sequence[Mention] = ()) -> list[Dispute]:
    """Denied causes, then steps not yet taken."""
    return [*_find_denied_causes(table), *_find_steps(table, mentions)]


def _find_denied_causes(table: Lines) -> Iterator[Dispute]:
    named: dict[str, dict[int, Span]] = {}
    denied: dict[str, dict[int, Span]] = {}
    for n, side in enumerate(table.sides):
        tokens = side.clause.sentence.tokens
        for k in _causes_in(side):
            named.setdefault(fold(tokens[k].lemma), {})[n] = _around(side, k)
        for k in _denials_in(side):
            denied.setdefault(fold(tokens[k].lemma), {})[n] = _around(side, k)
    for lemma in sorted(named.keys() & denied.keys()):
        values = _one_each(table, named[lemma])
        against = _one_each(table, denied[lemma])
        pairs = [(a, b) for a in values for b in against if table.sides[a].report != table.sides[b].report]
        if pairs:
            left, right = values[pairs[0][0]], against[pairs[0][1]]
            difference = Difference("cause", "contradiction", True, left, right, lemma, "What was the cause?")
            yield Dispute(difference, dict(sorted({**values, **against}.items())), tuple(pairs), 0.9, settled=True)


def _causes_in(side: Side) -> Iterator[int]:
    """Nouns that the clause names as the cause of something."""
    tokens = side.clause.sentence.tokens
    for n in side.clause.own:
        token, above = tokens[n], tokens[tokens[n].head]
        if token.pos != "NOUN":
            continue
        if token.dep == "dobj" and above.lemma == "blame" and not _has(tokens, token.head, "on"):
            yield n
        elif token.dep == "pobj":
            over = tokens[above.head]
            agent = above.dep == "agent" and over.lemma in _CAUSED
            blamed = above.lemma in ("on", "to") and over.lemma in _BLAMES
            due = above.lemma in ("to", "of") and over.lemma in ("due", "because")
            if agent or blamed or due:
                yield n


def _denials_in(side: Side) -> Iterator[int]:
    """Nouns of which the clause says that there was none, or that they are not to blame."""
    tokens = side.clause.sentence.tokens
    for n in side.clause.own:
        token = tokens[n]
        if token.pos != "NOUN":
            continue
        exists = tokens[token.head].lemma == "be" and any(t.head == token.head and t.dep == "expl" for t in tokens)
        if exists and any(t.head == n and fold(t.text) == "no" for t in tokens):
            yield n
        elif token.dep in ("dobj", "pobj"):
            verb = token.head if token.dep == "dobj" else tokens[token.head].head
            causal = tokens[verb].lemma == "blame" or (tokens[verb].lemma in _CAUSED and token.dep == "pobj")
            if causal and any(t.head == verb and t.dep == "neg" for t in tokens):
                yield n


def _has(tokens: Sequence[Token], verb: int, preposition: str) -> bool:
    return any(token.head == verb and token.dep == "prep" and token.lemma == preposition for token in tokens)


def _around(side: Side, n: int) -> Span:
    """The noun with the verb that it hangs on, as far as they stand near each other."""
    tokens = side.clause.sentence.tokens
    first = last = n
    for k in (n - 1, n - 2, n - 3, tokens[n].head):
        tied = 0 <= k < first and n - k <= 5 and (tokens[k].head == n or k == tokens[n].head or n == tokens[k].head)
        if tied:
            first = k
    return Span(side.report, tokens[first].start, tokens[last].end)


def _one_each(table: Lines, spans: dict[int, Span]) -> dict[int, Span]:
    """One side for each report: the shortest clause."""
    best: dict[str, int] = {}
    for n in sorted(spans, key=lambda n: (len(table.sides[n].text), n)):
        best.setdefault(table.sides[n].report, n)
    return {n: spans[n] for n in sorted(best.values())}


def _find_steps(table: Lines, mentions: Sequence[Mention]) -> Iterator[Dispute]:
    """Passive verbs that are "not yet" in one report and done in another, of the same people or things."""
    pending: dict[str, list[int]] = {}
    taken: dict[str, list[int]] = {}
    uses: dict[str, set[str]] = {}
    for n, side in enumerate(table.sides):
        verb = "inform" if side.claim.verb in _TELLS else side.claim.verb
        state = _step_of(side)
        if state:
            (pending if state == "pending" else taken).setdefault(verb, []).append(n)
            uses.setdefault(verb, set()).add(side.claim.sentence)
    reports = len({side.report for side in table.sides})
    names = _names_by_report(mentions)
    for verb in sorted(pending.keys() & taken.keys()):
        if len(uses[verb]) > _RARE + reports:
            continue
        pairs = [
            (a, b)
            for a in pending[verb]
            for b in taken[verb]
            if table.sides[a].report != table.sides[b].report
            and _may_be_one(_patient(table.sides[a], names), _patient(table.sides[b], names))
            and not is_apart(table.sides[a], table.sides[b])
        ]
        if pairs:
            yield _build_step(table, verb, pairs[:1])


def _step_of(side: Side) -> str:
    """pending for a passive in the perfect that is negated; taken for a passive asserted."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    if side.clause.kind != "verb" or tokens[head].tag != "VBN" or tokens[head].lemma in _LIGHT:
        return ""
    below = [t for t in tokens if t.head == head]
    helpers = {t.lemma for t in below if t.dep in ("aux", "auxpass")}
    negated = any(t.dep == "neg" or fold(t.text) in _NO for t in below)
    if negated:
        if any(fold(t.text) == "never" for t in below):
            return ""  # so far in a life: no step that was still to come
        perfect = any(t.lemma == "have" and t.tag in ("VBZ", "VBP", "VBD") for t in below) and "be" in helpers
        return "pending" if perfect and side.claim.polarity == "negative" else ""
    passive = any(t.dep == "auxpass" for t in below) or _shares_passive(tokens, head)
    real = side.claim.factuality == "happened" and side.claim.polarity == "positive"
    return "taken" if passive and real else ""


def _shares_passive(tokens: Sequence[Token], head: int) -> bool:
    """ "was brought to court and charged": the helper stands with the first verb."""
    first = tokens[head].head
    joined = tokens[head].dep == "conj" and tokens[first].tag == "VBN"
    return joined and any(t.head == first and t.dep == "auxpass" for t in tokens)


def _names_by_report(mentions: Sequence[Mention]) -> dict[str, list[Mention]]:
    found: dict[str, list[Mention]] = {}
    for mention in mentions:
        found.setdefault(mention.report, []).append(mention)
    return found


def _patient(side: Side, names: dict[str, list[Mention]]) -> tuple[set[str], bool]:
    """Words that name the one to whom it is done, and whether it is a pronoun that nothing is known of."""
    tokens, subject = side.clause.sentence.tokens, side.clause.subject
    if subject is None:
        return set(), True
    if tokens[subject].tag in ("WDT", "WP") and tokens[side.clause.head].dep == "relcl":
        subject = tokens[side.clause.head].head  # "the order, which was heard by witnesses"
    token = tokens[subject]
    held = next(
        (m for m in names.get(side.report, ()) if m.span.start <= token.start and token.end <= m.span.end), None
    )
    words = {fold(word) for word in (held.name if held else "").split() if len(word) > 2}
    if token.pos == "PRON":
        return words, not words
    return words | {fold(token.lemma)}, False


def _may_be_one(left: tuple[set[str], bool], right: tuple[set[str], bool]) -> bool:
    """Whether the two can be the same one: a word in common, or one of them a bare pronoun for a person."""
    if left[1] or right[1]:
        return left[1] != right[1]
    return bool(left[0] & right[0])


def _build_step(table: Lines, verb: str, pairs: Sequence[tuple[int, int]]) -> Dispute:
    (a, b) = pairs[0]
    left, right = table.sides[a], table.sides[b]
    later = left.day is not None and right.day is not None and right.day > left.day
    spans = {
        n: Span(side.report, _start(side), side.clause.sentence.tokens[side.clause.head].end)
        for n, side in ((a, left), (b, right))
    }
    kind = "update" if later and left.claim.verb == right.claim.verb and not _is_past(left) else "contradiction"
    difference = Difference("action", kind, True, spans[a], spans[b], verb)
    return Dispute(difference, dict(sorted(spans.items())), tuple(pairs), 0.8, settled=True)


def _is_past(side: Side) -> bool:
    """Whether the step had not been taken by some earlier time: the later report then cannot have seen it taken."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    return any(t.head == head and t.lemma == "have" and t.tag == "VBD" for t in tokens)


def _start(side: Side) -> int:
    """Where the helpers of the verb begin."""
    tokens, head = side.clause.sentence.tokens, side.clause.head
    near = [n for n in range(head) if tokens[n].head == head and tokens[n].dep in ("aux", "auxpass", "neg")]
    return tokens[min([*near, head])].start
