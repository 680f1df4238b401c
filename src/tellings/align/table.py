"""A story's claims in, the comparison table out: every claim laid beside those of other reports, line by line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tellings.align.clauses import Clause, read_tree
from tellings.align.differences import compare_sides
from tellings.align.differences.difference import Difference
from tellings.align.echoes import Echoes
from tellings.align.groups import Grouping, build_lines
from tellings.align.joining import join_lines
from tellings.align.overlaps import Overlaps, find_overlaps
from tellings.align.pairs import find_pairs, measure_pairs
from tellings.align.score import Weights, score_pairs
from tellings.align.sides import Side, build_sides
from tellings.records import Claim, Sentence
from tellings.stage import Group

_FLOOR = 0.02  # scores below this are not kept
_FULLER = 0.02  # what a content word adds to the fit of a clause: .00 to .02 score alike, the fuller reads better


@dataclass(frozen=True, slots=True)
class Lines:
    """The comparison table before it is told: sides, the scores of their pairs, and the lines as indices of sides.
    Pairs and lines are of those that are laid beside others, echoes stand where these do."""

    sides: Sequence[Side]
    scores: Mapping[tuple[int, int], float]
    lines: Sequence[Sequence[int]]
    echoes: Echoes
    _differences: dict[tuple[int, int], list[Difference]] = field(default_factory=dict, repr=False, compare=False)

    def compare(self, a: int, b: int) -> list[Difference]:
        """Every way in which two claims differ; asked of a pair by each line that it stands in, found once."""
        if (a, b) not in self._differences:
            self._differences[a, b] = compare_sides(self.sides[a], self.sides[b], self.score(a, b))
        return self._differences[a, b]

    def score(self, a: int, b: int) -> float:
        """The score of a pair, nought where it was no candidate; of echoes that of the first two laid for them."""
        found = self.scores.get((a, b) if a < b else (b, a))
        if found is not None or (self.echoes.laid[a] and self.echoes.laid[b]):
            return found or 0.0
        pairs = [(x, y) if x < y else (y, x) for x in self.echoes.find_laid(a) for y in self.echoes.find_laid(b)]
        return next((self.scores[pair] for pair in pairs if pair in self.scores), 0.0)


def build_table(group: Group, *, grouping: Grouping | None = None, weights: Weights | None = None) -> Lines:
    """Every claim laid beside those of other reports."""
    sides = read_sides(group)
    echoes = Echoes(sides)
    pairs = find_pairs(sides, echoes)
    likely = score_pairs(measure_pairs(sides, pairs, echoes=echoes), weights)
    scores = {pair: float(p) for pair, p in zip(pairs, likely, strict=True) if p >= _FLOOR}
    raw = build_lines(scores, [side.report for side in sides], grouping=grouping)
    table = Lines(sides, scores, raw, echoes)
    thinned = [_thin(table, line) for line in raw]
    over = find_overlaps(sides)
    apart = _drop_repeats(sides, over, [line for line in thinned if len(line) > 1])
    joined = join_lines(sides, scores, apart, over=over)
    lines = [line for line in (_thin(table, line) for line in joined) if len(line) > 1]
    return Lines(sides, scores, lines, echoes)


def read_sides(group: Group) -> list[Side]:
    """A side for each claim of the story, in the order of the claims."""
    trees = {sentence.id: read_tree(sentence) for sentence in group.of(Sentence)}
    clauses: dict[tuple[str, int, int], Clause] = {}
    for tree in trees.values():
        for clause in tree.clauses:
            clauses[tree.sentence.report, clause.start, clause.end] = clause
    pairs = [
        (claim, clauses[key])
        for claim in group.of(Claim)
        if (key := (claim.report, claim.span.start, claim.span.end)) in clauses
    ]
    return build_sides(pairs, list(trees.values()), group)


def _thin(table: Lines, line: Sequence[int]) -> list[int]:
    """One claim for each sentence in a line: of clauses that lie in one another the one that fits best.

    Of two that fit alike the fuller one is kept: it shows the reader more."""
    kept: dict[str, tuple[float, int]] = {}
    placed = [(m, table.sides[m].report) for m in line]
    score = table.scores.get
    for n in line:
        side = table.sides[n]
        fits = [score((n, m) if n < m else (m, n), 0.0) for m, report in placed if report != side.report]
        fit = sum(fits) / max(1, len(fits)) + _FULLER * len(side.words)
        before = kept.get(side.claim.sentence)
        if before is None or fit > before[0]:
            kept[side.claim.sentence] = (fit, n)
    chosen = sorted(n for _, n in kept.values())
    return chosen if len({table.sides[n].report for n in chosen}) > 1 else []


def _drop_repeats(sides: Sequence[Side], over: Overlaps, lines: Sequence[list[int]]) -> list[list[int]]:
    """Lines without those that say over again, in the same places, what a line before them says."""
    kept: dict[int, list[int]] = {}
    at: dict[str, set[int]] = {}  # sentence -> numbers of the lines that are kept and have a claim in it
    for number, line in enumerate(lines):
        places = [at.get(sides[n].claim.sentence, set()) for n in line]
        if any(_is_within(over, line, kept[other]) for other in sorted(set.intersection(*places))):
            continue
        for other in sorted(set.union(*places)):
            if _is_within(over, kept[other], line):
                for n in kept.pop(other):
                    at[sides[n].claim.sentence].discard(other)
        kept[number] = line
        for n in line:
            at.setdefault(sides[n].claim.sentence, set()).add(number)
    return list(kept.values())


def _is_within(over: Overlaps, line: Sequence[int], other: Sequence[int]) -> bool:
    return not any(over[n].isdisjoint(other) for n in line)
