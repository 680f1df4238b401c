"""Signatures in, one after the other, Judgements copy_of out: which reports so far a new one shares a text with.

Held are numbers only (about 0.6 kB a report); the few reports that may have been its source are read back through the
caller's `read`. A look-up costs the same however many reports are held and however common a key is, and at most MOST
pairs are weighed, by their words alone. The verdict on a pair does not depend on which of the two came first.
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tellings.records import Judgement, Report, Sentence
from tellings.trace_copies.keys import KeyIndex
from tellings.trace_copies.lineage import judge_pair, judge_same, name_version
from tellings.trace_copies.reading import Reading, build_reading
from tellings.trace_copies.signatures import FEWEST, Keys, Signature

Read = Callable[[str], tuple[Report, Sequence[Sentence]]]
MOST = 4  # pairs of a new report that are weighed
# Worth in common from which a pair is weighed: three details, two passages, or one of each. Of labelled pairs that lets
# 26 of 26 copies, 48 of 52 rewritings and 13 of 13 with shared agency text through. Pairs with two details alone would
# be many, and one in thirty of them dependent.
ENOUGH = 1.9
DETAIL = 0.9  # worth of a detail; that of a passage is 1
# Score from which dependence is told: more than within a story, as few of all pairs that share keys are dependent. Of
# 215 labelled pairs .6 lets 3 false alarms through and misses 8 of 91; .4, which is asked within a story, 6 and 5.
SURE = 0.6
_DAY = 10  # letters of an ISO day
FURNITURE = 3  # holders, all of the new report's own outlet, from which a key is taken for furniture of its pages
_POSITIVE = (1 << 63) - 1
KEPT = 1_000  # readings that are kept, 0.2 MB each of 400 words: what was weighed last is often weighed again


@dataclass(frozen=True, slots=True)
class _Hits:
    """For each key that others had: which key of the report it is, and which of them had it."""

    keys: NDArray[np.int64]
    numbers: NDArray[np.int64]


class CopyStream:
    """Takes reports in the order in which they arrive. `read` gives the Report and Sentences for an id that was added.

    `scope` is written into the judgements: "" as they belong to no story yet.
    """

    def __init__(self, read: Read, *, scope: str = "") -> None:
        self._read = read
        self._scope = scope
        self._keys = KeyIndex()
        self._ids: list[str] = []
        self._digests = array("Q")
        self._outlets = array("Q")
        self._lengths = array("l")
        self._published: list[str] = []
        self._firsts = array("l")  # for each report the first of those that are copies of one another
        self._readings: OrderedDict[str, Reading] = OrderedDict()

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def room(self) -> int:
        """Bytes of the table of keys, which is nearly all that is held."""
        return self._keys.room

    def add(self, signature: Signature) -> list[Judgement]:
        """Judgements on the new report and those before it: dependent pairs, and those where one names the other.

        A report of the very same words as one before is judged against that one only.
        """
        keys = np.concatenate([signature.passages, signature.details])
        twin = self._find_twin(signature)
        if twin is not None:
            judgements = [self._judge_twin(signature, twin)]
            first = self._firsts[twin]
        else:
            found = list(self._weigh(signature, keys))
            judgements = [judgement for _, judgement in found if _tells(judgement)]
            first = min((self._firsts[other] for other, j in found if j.detail == "copy"), default=len(self._ids))
        number = self._hold(signature, first)
        if twin is None and len(keys):
            self._keys.add(np.append(np.unique(keys), np.uint64(signature.digest)), number)
        return _name_versions(judgements, signature, self._judge)

    def _hold(self, signature: Signature, first: int) -> int:
        self._firsts.append(first)
        self._ids.append(signature.report)
        self._digests.append(signature.digest)
        self._outlets.append(signature.outlet)
        self._lengths.append(signature.length)
        self._published.append(signature.published)
        return len(self._ids) - 1

    def _find_twin(self, signature: Signature) -> int | None:
        if signature.words < FEWEST:
            return None
        held = self._keys.find(np.array([signature.digest], dtype=np.uint64))[0].tolist()
        return next((number for number in held if number >= 0 and self._digests[number] == signature.digest), None)

    def _judge_twin(self, signature: Signature, twin: int) -> Judgement:
        told = signature.published, self._published[twin]
        exact = min(map(len, told)) > _DAY  # a day and a minute of it are in no order
        days = told if exact else tuple(when[:_DAY] for when in told)
        sides = [
            (days[0], -signature.length, signature.report),
            (days[1], -self._lengths[twin], self._ids[twin]),
        ]
        (_, ours, first), (_, theirs, second) = sorted(sides)
        return judge_same((first, -ours), (second, -theirs), scope=self._scope)

    def _weigh(self, signature: Signature, keys: Keys) -> Iterator[tuple[int, Judgement]]:
        """The nearest by the keys in common, one after the other; what one of them explains is sought no further."""
        if not len(keys):
            return
        hits, worth = self._look_up(signature, keys)
        numbers, places = np.unique(hits.numbers, return_inverse=True)
        if not len(numbers):
            return
        left = np.ones(len(numbers))  # 0 of those that were weighed
        for _ in range(MOST):
            totals = left * np.bincount(places, weights=worth[hits.keys])
            best = len(totals) - 1 - int(totals[::-1].argmax())  # of equals the one that came last
            if totals[best] < ENOUGH:
                return
            judgement = self._judge(signature.report, self._ids[numbers[best]])
            yield int(numbers[best]), judgement
            worth[hits.keys[places == best]] *= 0.0 if judgement.verdict and judgement.score >= SURE else 0.5
            left[best] = 0.0

    def _look_up(self, signature: Signature, keys: Keys) -> tuple[_Hits, NDArray[np.float64]]:
        """Who had which of the keys, and what each key is worth: the less, the more different texts have it."""
        held = self._keys.find(keys)
        rows, columns = np.nonzero(held >= 0)
        numbers = held[rows, columns].astype(np.int64)
        texts = _count_different(held, rows, columns, [self._firsts[number] for number in numbers])
        worth = 1.0 / np.maximum(1, texts)
        worth[len(signature.passages) :] *= DETAIL
        if signature.outlet:
            outlets = [self._outlets[number] for number in numbers]
            alike = _count_different(held, rows, columns, [outlet & _POSITIVE for outlet in outlets]) == 1
            own = np.zeros(len(keys), dtype=np.bool_)
            own[[row for row, outlet in zip(rows, outlets, strict=True) if outlet == signature.outlet]] = True
            worth[own & alike & (texts >= FURNITURE)] = 0.0
        return _Hits(rows, numbers), worth

    def _judge(self, report: str, other: str) -> Judgement:
        return judge_pair(self._get(report), self._get(other), scope=self._scope, embed=False)

    def _get(self, report: str) -> Reading:
        reading = self._readings.get(report)
        if reading is None:
            reading = self._readings[report] = build_reading(*self._read(report))
            if len(self._readings) > KEPT:
                self._readings.popitem(last=False)
        else:
            self._readings.move_to_end(report)
        return reading


def _tells(judgement: Judgement) -> bool:
    return judgement.score >= SURE if judgement.verdict else judgement.detail == "quotes_other"


def _count_different(
    held: NDArray[np.int32], rows: NDArray[np.int64], columns: NDArray[np.int64], values: Sequence[int]
) -> NDArray[np.int64]:
    """For each key how many different values, none of them negative, its holders have."""
    table = np.full(held.shape, -1)
    table[rows, columns] = values
    table.sort(axis=1)
    counts: NDArray[np.int64] = ((table[:, 1:] != table[:, :-1]) & (table[:, 1:] >= 0)).sum(axis=1)
    return counts + (table[:, 0] >= 0)


def _name_versions(
    judgements: list[Judgement], signature: Signature, judge: Callable[[str, str], Judgement]
) -> list[Judgement]:
    """With the judgement on the version before, which is left whatever the two have in common."""
    if not signature.supersedes:
        return judgements
    pair = {signature.supersedes, signature.report}
    rest = [judgement for judgement in judgements if {judgement.left, judgement.right} != pair]
    linked = name_version(judge(signature.supersedes, signature.report))
    return [*rest, replace(linked, left=signature.supersedes, right=signature.report)]
