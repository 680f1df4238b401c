"""A comparison table in, its disputes out: claims that cannot all be right, gathered by what differs.

Claims are compared pair by pair; pairs whose differing words are the same stand in one dispute, so that a toll told
with four numbers is one difference with four values.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from tellings.align.differences import LEAST
from tellings.align.differences.difference import Difference
from tellings.align.sides import Side
from tellings.align.table import Lines
from tellings.linking.groups import build_groups
from tellings.records import Span
from tellings.text.folding import fold

_SAME_WORDS = frozenset({"action", "person", "organisation", "place", "wording"})
_TOLD_ONCE = frozenset({"number", "polarity"})
_SET_AGAINST = 60  # claims of one wording that are set against each of another


@dataclass(frozen=True, slots=True)
class Dispute:
    """difference: the one between the two claims that score highest; values: for each claim (by its number in the
    table) the words that differ; pairs: the claims that stand against each other; settled: whether it is known
    already if the later report brings the difference up to date."""

    difference: Difference
    values: Mapping[int, Span]
    pairs: tuple[tuple[int, int], ...]
    score: float
    settled: bool = False


def find_disputes(table: Lines, *, before: Sequence[Dispute] = ()) -> list[Dispute]:
    """Every dispute between two claims, the surest first. `before`: those found otherwise, whose values (and whose
    victims, where they count any) are not told of again."""
    taken = [span for dispute in before for span in dispute.values.values()]
    found: dict[str, list[tuple[float, int, int, Difference]]] = {}
    pairs = [(-score, a, b) for (a, b), score in table.scores.items() if score >= LEAST]
    for _, a, b in sorted(pairs):
        left, right = table.sides[a], table.sides[b]
        if left.report == right.report:
            continue
        for difference in table.compare(a, b):
            if not difference.misleads:
                continue
            once = difference.slot in _TOLD_ONCE and difference.kind != "scope"
            spans = (difference.left, difference.right)
            if not (once and any(span.overlap(other) for span in spans for other in taken)):
                found.setdefault(difference.slot, []).append((table.score(a, b), a, b, difference))
    disputes = [_bring_echoes(table, dispute) for slot in found for dispute in _gather(table, found[slot])]
    return sorted(disputes, key=lambda dispute: (-dispute.score, min(dispute.values)))


def _link_alike(
    table: Lines, found: Sequence[tuple[float, int, int, Difference]], names: Mapping[Span, str]
) -> list[tuple[str, str]]:
    """Links between differences of one slot whose two wordings are the same: slapped / punched, told twice over."""
    first: dict[tuple[str, frozenset[str]], str] = {}
    links = []
    for _, a, b, difference in found:
        if difference.slot in _SAME_WORDS:
            words = frozenset((_words_of(table.sides[a], difference.left), _words_of(table.sides[b], difference.right)))
            links.append((first.setdefault((difference.slot, words), names[difference.left]), names[difference.left]))
    return links


def _words_of(side: Side, span: Span) -> str:
    start = side.clause.sentence.span.start
    return fold(side.passage[span.start - start : span.end - start])


def _gather(table: Lines, found: list[tuple[float, int, int, Difference]]) -> list[Dispute]:
    """One dispute for all differences that share differing words."""
    spans = sorted({span for _, _, _, difference in found for span in (difference.left, difference.right)})
    names = {span: f"{span.report}:{span.start}:{span.end}" for span in spans}
    links = [(names[difference.left], names[difference.right]) for _, _, _, difference in found]
    links += [(names[x], names[y]) for x in spans for y in spans if x < y and x.overlap(y)]
    links += _link_alike(table, found, names)
    disputes = []
    for members in build_groups(sorted(names.values()), links):
        own = [entry for entry in found if names[entry[3].left] in members]
        values: dict[int, Span] = {}
        taken: list[Span] = []
        for _, a, b, difference in own:
            for n, span in ((a, difference.left), (b, difference.right)):
                if n not in values and not any(span.overlap(other) for other in taken):
                    taken.append(span)
                    values[n] = span
        disputes.append(
            Dispute(own[0][3], dict(sorted(values.items())), tuple((a, b) for _, a, b, _ in own), own[0][0])
        )
    return disputes


def _bring_echoes(table: Lines, dispute: Dispute) -> Dispute:
    """The dispute with the echoes of its claims, in the same words and against the same others."""
    echoes, values = table.echoes, dict(dispute.values)
    taken: dict[str, list[Span]] = defaultdict(list)
    for span in values.values():
        taken[span.report].append(span)
    for n, span in dispute.values.items():
        for m in echoes.find_echoes(n):
            told = echoes.move(span, n, m)
            if m not in values and not any(told.overlap(other) for other in taken[told.report]):
                taken[told.report].append(told)
                values[m] = told
    pairs = dict.fromkeys(dispute.pairs)
    for a, b in dispute.pairs:
        left, right = ([n, *echoes.find_echoes(n)][:_SET_AGAINST] for n in (a, b))
        told_by = [(x, y) for x in left for y in right if table.sides[x].report != table.sides[y].report]
        pairs |= dict.fromkeys(pair for pair in told_by if pair[::-1] not in pairs)
    return replace(dispute, values=dict(sorted(values.items())), pairs=tuple(pairs))
