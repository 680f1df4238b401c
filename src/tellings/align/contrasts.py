"""A story's claims in, where a report itself sets its number against another out: "260 men, not the 400 spoken of".

Whoever writes so has seen the other number; the reports that give it are brought in, whatever their wording.
"""

from collections.abc import Sequence

from tellings.align.differences.difference import Difference
from tellings.align.disputes import Dispute
from tellings.align.plurals import plural
from tellings.align.table import Lines
from tellings.records import Quantity, Sentence, Span, Token
from tellings.text.folding import fold

_AGAINST = (("not", "the"), ("rather", "than", "the"), ("instead", "of", "the"), ("and", "not"), ("rather", "than"),
            ("instead", "of"), ("not",))  # fmt: skip
_TELLING = 10.0  # smaller numbers recur by chance
_BETWEEN = 12  # words between the number and the one that it is set against


def find_contrasts(table: Lines) -> list[Dispute]:
    """A dispute for each number that a report rejects by name."""
    disputes: list[Dispute] = []
    for n, side in enumerate(table.sides):
        for mine, rejected in _opposed(side.clause.sentence, side.quantities):
            told = any(mine.span.overlap(span) for dispute in disputes for span in dispute.values.values())
            made = None if told else _build_dispute(table, n, mine, rejected)
            disputes += [made] if made else []
    return disputes


def _opposed(sentence: Sentence, quantities: Sequence[Quantity]) -> list[tuple[Quantity, Quantity]]:
    """Pairs of numbers of one sentence, the second of which is rejected in favour of the first."""
    tokens = sentence.tokens
    found = []
    for rejected in quantities:
        place = next((n for n, t in enumerate(tokens) if t.end > rejected.span.start), 0)
        words = tuple(fold(token.text) for token in tokens[max(0, place - 3) : place])
        cue = next((cue for cue in _AGAINST if words[-len(cue) :] == cue), None)
        if cue is None or (rejected.low or rejected.high or 0.0) < _TELLING:
            continue
        for mine in quantities:
            between = sum(mine.span.end <= token.start < rejected.span.start for token in tokens)
            apart = mine.low is not None and mine.low != rejected.low and mine.unit == rejected.unit
            if apart and 0 < between <= _BETWEEN and not _turns(tokens, mine, rejected):
                found.append((mine, rejected))
    return found


def _turns(tokens: Sequence[Token], mine: Quantity, rejected: Quantity) -> bool:
    """Whether a sign of a new sentence part, such as a semicolon, stands between the two."""
    return any(token.text in (";", ":") for token in tokens if mine.span.end <= token.start < rejected.span.start)


def _build_dispute(table: Lines, n: int, mine: Quantity, rejected: Quantity) -> Dispute | None:
    """The report's own number against the rejected one, here and in the reports that give it."""
    noun = _head_of(table, n, mine)
    values: dict[int, Span] = {n: mine.span}
    pairs = []
    taken: set[str] = set()
    for m, side in sorted(enumerate(table.sides), key=lambda entry: (entry[1].report, len(entry[1].text), entry[0])):
        if side.report == table.sides[n].report or side.report in taken:
            continue
        for quantity in side.quantities:
            same = _value(quantity) == _value(rejected) and quantity.unit == rejected.unit
            if same and (not _names(table, n, rejected) or _head_of(table, m, quantity) == noun):
                values[m] = quantity.span
                pairs.append((n, m))
                taken.add(side.report)
                break
    asks = f"How many {plural(noun)}?" if noun and not mine.unit else "How many?"
    if not pairs:
        return None
    nouns = {_head_of(table, m, q) for m, span in values.items() for q in table.sides[m].quantities if q.span == span}
    asks = asks if nouns <= {noun, ""} else "How many?"
    difference = Difference("number", "contradiction", True, mine.span, values[pairs[0][1]], noun, asks)
    return Dispute(difference, dict(sorted(values.items())), tuple(pairs), 0.9, settled=True)


def _value(quantity: Quantity) -> float | None:
    return quantity.low if quantity.low is not None else quantity.high


def _names(table: Lines, n: int, quantity: Quantity) -> bool:
    """Whether the rejected number is followed by a noun of its own: "not the 400 officers"."""
    tokens = table.sides[n].clause.sentence.tokens
    after = next((token for token in tokens if token.start >= quantity.span.end), None)
    return after is not None and after.pos == "NOUN"


def _head_of(table: Lines, n: int, quantity: Quantity) -> str:
    """The lemma of the noun that is counted."""
    if quantity.of_span is None:
        return ""
    tokens = table.sides[n].clause.sentence.tokens
    inside = [token for token in tokens if quantity.of_span.start <= token.start < quantity.of_span.end]
    return fold(inside[-1].lemma) if inside and inside[-1].pos == "NOUN" else ""
