"""A story's occurrences in, groups of one happening out, with the links that made them; whatever order they come in.

Namings that are alike in all that is compared (a hundred copies of one agency report) are bundled first. Pairs that
share a word, a name or a type are scored, and joined strongest first unless what is joined already speaks against it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from tellings.linking.groups import build_groups
from tellings.resolve.events_read import Occurrence
from tellings.resolve.events_score import SAME, WEIGHTS, Weights, find_bar, root, score_pair
from tellings.resolve.events_words import sets_of

MOST = 200  # occurrences of one key that are all compared; more are cut by their sides, then by what stands beside
_WINDOW = 20
_SEEN = 8  # members of a group that a newcomer is compared with
_MEAN = 0.6  # of the mark, that the mean over all pairs of two groups must reach
Said = Mapping[tuple[str, str], bool]  # pairs of occurrences, smaller id first, that a person judged
Pair = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Link:
    """Two occurrences judged to be one happening; the left one is the earlier."""

    left: Occurrence
    right: Occurrence
    score: float
    reason: str


def group_occurrences(
    occurrences: Iterable[Occurrence], said: Said, weights: Weights = WEIGHTS
) -> list[list[Occurrence]]:
    """Groups of occurrences, each in one, in order."""
    judged = {each for pair in said for each in pair}
    bundles = _bundle(sorted(occurrences, key=order_of), judged)
    heads = [bundle[0] for bundle in bundles]
    number = {head.id: place for place, head in enumerate(heads)}
    scores = {pair: score_pair(heads[pair[0]], heads[pair[1]], weights)[0] for pair in find_pairs(heads)}
    verdicts = {
        (min(number[left], number[right]), max(number[left], number[right])): verdict
        for (left, right), verdict in said.items()
        if left in number and right in number and left != right
    }
    joined = _join(heads, scores, verdicts, weights)
    return [
        sorted((each for place in group for each in bundles[place]), key=order_of)
        for group in build_groups(range(len(heads)), joined)
    ]


def link_group(group: Sequence[Occurrence], weights: Weights = WEIGHTS) -> list[Link]:
    """Each occurrence but the first with that before it that it fits best; of many, one of the first is taken."""
    links = []
    for place, right in enumerate(group[1:], start=1):
        scored = [(score_pair(left, right, weights), -at) for at, left in enumerate(group[: min(place, _SEEN)])]
        (score, reason), at = max(scored)
        links.append(Link(group[-at], right, score, reason))
    return links


def order_of(occurrence: Occurrence) -> tuple[str, str, int, str]:
    """First published first, then by report and place: whatever order the reports are given in."""
    published = occurrence.published
    return (published.rank() if published else "9999", occurrence.report, occurrence.span.start, occurrence.id)


def _sign(occurrence: Occurrence) -> tuple[object, ...]:
    """All that is compared, in an order of its own."""
    o = occurrence
    sets = (o.who, o.whom, o.others, o.words, o.numbers, o.where)
    sign = (root(o), o.type, o.mode, o.own, o.title, o.when, o.published, o.polarity, o.definite)
    return (*(tuple(sorted(each)) for each in sets), *sign)


def _bundle(occurrences: Sequence[Occurrence], judged: set[str]) -> list[list[Occurrence]]:
    """Occurrences of several reports that are alike in everything, together: the first with the first of each report.
    Those that a person judged, and those that would not be linked for all their likeness, stay alone."""
    bundles: dict[object, list[Occurrence]] = {}
    met: Counter[object] = Counter()
    for occurrence in occurrences:
        sign = _sign(occurrence)
        met[occurrence.report, sign] += 1
        key = (sign, met[occurrence.report, sign])
        held = bundles.get(key)
        if held is None or occurrence.id in judged or score_pair(held[0], occurrence)[0] < SAME:
            bundles[key if held is None and occurrence.id not in judged else occurrence.id] = [occurrence]
        else:
            held.append(occurrence)
    return list(bundles.values())


def find_pairs(heads: Sequence[Occurrence]) -> set[Pair]:
    """Places of those that share a key; keys that very many share are taken together with a side."""
    blocks: dict[object, list[int]] = defaultdict(list)
    for place, head in enumerate(heads):
        for key in _keys(head):
            blocks[key].append(place)
    pairs: set[Pair] = set()
    for block in blocks.values():
        if len(block) <= MOST:
            pairs.update(combinations(block, 2))
            continue
        for part in _cut_by_sides(heads, block):
            if len(part) <= MOST:
                pairs.update(combinations(part, 2))
            else:
                pairs.update((one, other) for at, one in enumerate(part) for other in part[at + 1 : at + 1 + _WINDOW])
    return pairs


def _keys(occurrence: Occurrence) -> list[object]:
    keys: list[object] = [root(occurrence), *sets_of(occurrence.word, root(occurrence))]
    keys += [("type", occurrence.type)] if occurrence.type else []
    return keys + ([("own", occurrence.own)] if occurrence.own else [])


def _cut_by_sides(heads: Sequence[Occurrence], block: Sequence[int]) -> list[list[int]]:
    parts: dict[str, list[int]] = defaultdict(list)
    for place in block:
        head = heads[place]
        for key in sorted(head.who | head.whom) or [""]:
            parts[key].append(place)
    return [sorted(part, key=lambda place: (str(_sign(heads[place])), place)) for part in parts.values()]


def _join(
    heads: Sequence[Occurrence], scores: Mapping[Pair, float], verdicts: Mapping[Pair, bool], weights: Weights
) -> list[Pair]:
    """The pairs that are kept: what a person said, then the strongest first."""
    group_of = {place: [place] for place in range(len(heads))}
    wanted = [(2.0, pair) for pair, verdict in verdicts.items() if verdict]
    wanted += [(score, pair) for pair, score in scores.items() if score >= SAME]
    kept: list[Pair] = []
    for score, pair in sorted(wanted, key=lambda each: (-each[0], each[1])):
        left, right = group_of[pair[0]], group_of[pair[1]]
        if left is right or (score <= 1.0 and not _may_join(heads, left, right, scores, verdicts, weights)):
            continue
        left += right
        for place in right:
            group_of[place] = left
        kept.append(pair)
    return kept


def _may_join(
    heads: Sequence[Occurrence],
    left: Sequence[int],
    right: Sequence[int],
    scores: Mapping[Pair, float],
    verdicts: Mapping[Pair, bool],
    weights: Weights,
) -> bool:
    """Whether nobody has said that the groups differ, no time or place rules it out, and they fit on the whole."""
    if verdicts and any(verdicts.get((min(i, j), max(i, j))) is False for i in left for j in right):
        return False
    total = 0.0
    ours, theirs = sorted(left)[:_SEEN], sorted(right)[:_SEEN]
    for i in ours:
        for j in theirs:
            if find_bar(heads[i], heads[j]):
                return False
            pair = (min(i, j), max(i, j))
            total += scores[pair] if pair in scores else score_pair(heads[i], heads[j], weights)[0]
    return total >= _MEAN * SAME * len(ours) * len(theirs)
