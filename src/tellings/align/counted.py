"""A story's claims in, where its reports give one kind of thing two numbers out: "60 excavators", "100 excavators".

The noun decides, and that each report has a single number for it: what is told with several numbers is several things.
The victims of the story's happening are counted by `tallies.py`.
"""

from collections.abc import Iterator, Sequence

from tellings.align.clauses import read_words
from tellings.align.counts import Count
from tellings.align.differences.casualties import PEOPLE, find_casualty
from tellings.align.disputes import Dispute
from tellings.align.ledger import Entry, Ledger, find_opposed
from tellings.align.occasions import is_apart
from tellings.align.plurals import plural
from tellings.align.sides import Side
from tellings.align.table import Lines
from tellings.text.folding import fold

_FEWEST = 4  # everything is counted in twos and threes
_ALIKE = 0.4  # score of the two claims from which they may count for one and the same, as for `differences/number.py`
_FARTHEST = 5.0
# Nouns that a story counts for many reasons.
_ANY = frozenset(
    """one thing time case point way part place side report vote goal run game hit win loss seat share group family
    member official officer man woman child student passenger page step item example question country city town
    state company user follower view""".split()
)


def find_counted(table: Lines) -> list[Dispute]:
    """The disputes over numbers of things, in the order of their texts."""
    number = {side.claim.id: n for n, side in enumerate(table.sides)}

    def is_other(left: Side, right: Side) -> bool:
        return is_apart(left, right) or table.score(number[left.claim.id], number[right.claim.id]) < _ALIKE

    return find_opposed(table.sides, _read_counts(table.sides), Ledger(is_other, rises=True, farthest=_FARTHEST))


def _read_counts(sides: Sequence[Side]) -> Iterator[Entry]:
    best: dict[tuple[str, int, int], tuple[int, Count]] = {}
    for n, side in enumerate(sides):
        for count in side.counts:
            key = (side.report, count.span.start, count.span.end)
            if key not in best or len(side.text) < len(sides[best[key][0]].text):
                best[key] = (n, count)
    for n, count in best.values():
        if _is_telling(sides[n], count):
            asks = f"How many {' '.join([*sorted(count.limits), plural(count.noun)])}?"
            yield Entry((*sorted(count.limits), count.noun), count.low, count.high, count.span, n, asks)


def _is_telling(side: Side, count: Count) -> bool:
    """Whether the number is one of things of a kind, all of them, as they are or were."""
    if count.measure or count.part or count.article or count.value < _FEWEST or not count.noun:
        return False
    if count.noun in PEOPLE | _ANY or find_casualty(side.clause.sentence, count.span) is not None:
        return False
    tokens = side.clause.sentence.tokens
    noun = next((t for t in tokens if fold(t.lemma) == count.noun and t.start >= count.span.start), None)
    if noun is None or noun.tag != "NNS":
        return False
    before = [fold(token.text) for token in tokens if token.end <= count.span.start][-2:]
    if before[:1] == ["of"]:
        return False  # "21 of the more than 200 dockers": the whole of which some are told
    spoken = count.governor is not None and fold(tokens[count.governor].lemma) in read_words("says.txt")
    return not spoken and side.claim.polarity == "positive" and side.claim.factuality in ("happened", "ongoing")
