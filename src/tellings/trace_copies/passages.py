"""Two readings in, what stands in both out: runs of the same words, and sentences that tell the same in other words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import or_

import numpy as np
from numpy.typing import NDArray

from tellings.records import Span
from tellings.trace_copies.reading import Reading

SIZE = 4  # words from which on a run is looked at
MOST_PLACES = 8  # places of one run in a text that are tried; a phrase that stands more often is furniture
GAP = 4  # words by which a foot may differ between two of its pages in one place: a date, a name
UNRELATED = 0.4  # meaning at or below which two sentences have nothing to do with each other
WORTH_READING = 0.5  # detail from which a sentence is embedded: that takes 2 ms, and with less nothing can come of it
PARALLEL = 0.5  # likeness from which two sentences may tell the same
# Meaning as the words in common alone let expect it: fitted on 996 pairs of sentences of labelled pairs of reports,
# correlation .89, off by .06. Pair F1 of the labelled pairs with it is .935, with embeddings .940.
FLOOR, RISE = 0.2, 0.8


@dataclass(frozen=True, slots=True)
class Run:
    """The same words in the same order, at word `left` of one reading and word `right` of the other."""

    left: int
    right: int
    length: int
    own: tuple[int, ...]  # steps of it that are nobody's quoted speech in either report
    weight: float  # rarity of those words, summed

    @property
    def narrated(self) -> int:
        return len(self.own)


@dataclass(frozen=True, slots=True)
class Parallel:
    """Two narrated sentences, by index, with how alike they are in meaning and in rare content words."""

    left: int
    right: int
    meaning: float
    words: float
    detail: float  # rare words that both hold and that stand in few other sentences, times the meaning in common

    @property
    def likeness(self) -> float:
        return 0.5 * self.meaning + 0.5 * self.words


@dataclass(frozen=True, slots=True)
class Alike:
    """Sentences of both that share details, by index; for each pair of them the words in common and the detail."""

    left: list[int]
    right: list[int]
    words: NDArray[np.float64]
    details: NDArray[np.float64]


def find_runs(left: Reading, right: Reading) -> list[Run]:
    """Maximal runs, longest first at each place of the left text; no word of the left text in two of them."""
    ours, theirs = left.folded, right.folded
    shared = left.gram_places.keys() & right.gram_places.keys()
    runs: list[Run] = []
    reached = 0
    for start in sorted(place for gram in shared for place in left.gram_places[gram]):
        if start < reached:
            continue
        best, at = 0, 0
        for place in right.gram_places[left.grams[start]][:MOST_PLACES]:
            length = SIZE
            while (
                start + length < len(ours)
                and place + length < len(theirs)
                and ours[start + length] == theirs[place + length]
            ):
                length += 1
            if length > best:
                best, at = length, place
        runs.append(_weigh_run(left, right, start, at, best))
        reached = start + best
    return runs


def _weigh_run(left: Reading, right: Reading, start: int, at: int, length: int) -> Run:
    own = find_own(left, right, start, at, length)
    return Run(start, at, length, tuple(own), sum(left.rarities[start + step] for step in own))


def find_own(left: Reading, right: Reading, start: int, at: int, length: int) -> list[int]:
    """Steps of a run that are nobody's quoted speech in either report.

    A letter or a statement that is quoted at length has unmarked stretches; where half of a run is speech, what lies
    between its first and last quoted word is taken for speech as well.
    """
    spoken = list(map(or_, left.spoken[start : start + length], right.spoken[at : at + length]))
    if True not in spoken:
        return list(range(length))
    if 2 * sum(spoken) >= length:
        first, last = spoken.index(True), length - spoken[::-1].index(True)
        return [step for step in range(length) if not first <= step < last]
    return [step for step in range(length) if not spoken[step]]


def find_feet(left: Reading, right: Reading, runs: Sequence[Run]) -> list[Run]:
    """The runs in which both texts end: what two pages of one outlet share there, and nowhere else, is furniture.

    None where they make up half of the shorter text: then one is a copy of the other, but for its beginning.
    """
    feet: list[Run] = []
    ends = len(left.words), len(right.words)
    for run in reversed(runs):
        gaps = ends[0] - run.left - run.length, ends[1] - run.right - run.length
        if not 0 <= min(gaps) <= max(gaps) <= GAP:
            break
        feet.append(run)
        ends = run.left, run.right
    return feet if 2 * sum(run.length for run in feet) < min(len(left.words), len(right.words)) else []


def find_alike(left: Reading, right: Reading, runs: Sequence[Run], *, feet: Sequence[Run] = ()) -> Alike | None:
    """The narrated sentences with enough detail in common to be weighed; none of shared speech or of feet."""
    ours = _find_narrated(left, [(run.left, run) for run in runs], [(run.left, run) for run in feet])
    theirs = _find_narrated(right, [(run.right, run) for run in runs], [(run.right, run) for run in feet])
    terms = sorted(left.vocabulary.keys() & right.vocabulary.keys())
    if not terms:
        return None
    words, details = _compare_words(left, right, ours, theirs, terms)
    rows, columns = (np.flatnonzero((details >= WORTH_READING).any(axis=axis)) for axis in (1, 0))
    if not len(rows):
        return None
    kept = np.ix_(rows, columns)
    return Alike([ours[row] for row in rows], [theirs[column] for column in columns], words[kept], details[kept])


def find_parallels(
    left: Reading, right: Reading, alike: Alike, *, embed: bool = True, slack: float = 0.0
) -> list[Parallel]:
    """Pairs of those sentences that are each other's best match, best first.

    Without `embed` meaning is what the words in common let expect: that takes no model. `slack` is added to it.
    """
    ours, theirs = alike.left, alike.right
    if embed:
        meaning = left.embed(ours) @ right.embed(theirs).T
    else:
        meaning = np.minimum(1.0, FLOOR + slack + RISE * np.sqrt(alike.words))
    likeness = 0.5 * meaning + 0.5 * alike.words
    pairs: list[Parallel] = []
    taken: tuple[set[int], set[int]] = (set(), set())
    order = np.argsort(-likeness, axis=None, kind="stable")[: 4 * (len(ours) + len(theirs))]
    for place, rate in zip(order.tolist(), likeness.ravel()[order].tolist(), strict=True):
        if rate < PARALLEL:
            break
        i, j = divmod(place, len(theirs))
        if i not in taken[0] and j not in taken[1]:
            taken[0].add(i)
            taken[1].add(j)
            detail = max(0.0, float(meaning[i, j]) - UNRELATED) * float(alike.details[i, j])
            pairs.append(Parallel(ours[i], theirs[j], float(meaning[i, j]), float(alike.words[i, j]), detail))
    return pairs


def _compare_words(
    left: Reading, right: Reading, ours: Sequence[int], theirs: Sequence[int], terms: Sequence[str]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """For each pair of sentences the content words in common: as a share of all of both (Dice), and as detail.

    Detail is the rarity of the words that both hold, each divided by the sentences of a report that hold it: what the
    whole story speaks of is no detail, what stands once in each report is one. terms: the words that both reports hold.
    """
    weights = np.array([left.vocabulary[term] for term in terms])
    spread = np.array([max(left.spread[term], right.spread[term]) for term in terms])
    ours_held, theirs_held = _mark_terms(left, ours, terms), _mark_terms(right, theirs, terms)
    weighed = ours_held * weights
    shared, details = weighed @ theirs_held.T, (weighed / spread) @ theirs_held.T
    totals = np.add.outer([left.totals[i] for i in ours], [right.totals[j] for j in theirs])
    return 2 * shared / np.maximum(totals, 1e-9), details


def _mark_terms(reading: Reading, sentences: Sequence[int], terms: Sequence[str]) -> NDArray[np.float64]:
    """For each sentence and each term 1 where the one holds the other."""
    columns = [reading.columns[term] for term in terms]
    return reading.held[list(sentences)].take(columns, axis=1).astype(np.float64)


def _find_narrated(reading: Reading, runs: Sequence[tuple[int, Run]], feet: Sequence[tuple[int, Run]]) -> list[int]:
    """Its narrated sentences but for those that lie in shared speech or in a foot; runs with their place in it."""
    public: set[int] = set()
    for start, run in runs:
        if len(run.own) < run.length:
            public |= set(range(start, start + run.length)) - {start + step for step in run.own}
    for start, run in feet:
        public |= set(range(start, start + run.length))
    if not public:
        return list(reading.narrated)
    return [index for index in reading.narrated if not reading.lies_in(index, public)]


def share_trigrams(left: Reading, right: Reading) -> float:
    """Runs of three words in both, quotations too, as a share of the shorter report's."""
    ours, theirs = left.trigrams, right.trigrams
    return len(ours & theirs) / max(1, min(len(ours), len(theirs)))


def cut_own(run: Run) -> Iterator[tuple[int, int]]:
    """The stretches of a run that are nobody's quoted speech, as (first step, words), short ones left out."""
    start = 0
    for place, step in enumerate(run.own):
        if place + 1 == len(run.own) or run.own[place + 1] != step + 1:
            if place + 1 - start >= SIZE:
                yield run.own[start], place + 1 - start
            start = place + 1


def span_of(reading: Reading, start: int, length: int) -> Span:
    """Where `length` words from word `start` on stand."""
    return Span(reading.report.id, reading.words[start][0], reading.words[start + length - 1][1])
