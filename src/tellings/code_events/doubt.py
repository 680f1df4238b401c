"""A coded event and the report it stands in, in; how likely a reader would call it right, out.

Frames cannot see all of what makes a reader doubt: who the sides are, how a clause hangs, what the report is about.
`find_signs` names what is to be seen of that; trees in `doubt.json`, learned from events that a person judged (their
signs alone, no words: `bench/train_doubt.py`), weigh it. Events below `least` are left out where the report is long
enough to say who people are.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from typing import cast

import numpy as np
from numpy.typing import NDArray

from tellings.code_events.frames import words_of_class
from tellings.code_events.matching import is_scene
from tellings.code_events.sentence_words import find_words
from tellings.records import Argument, Event, Quote, Sentence

_DEEP, _LONG = 12, 60
_FIRST = 4  # sentences at the top of a report
_CIVIC = ("GOV", "MIL", "COP", "JUD", "OPP", "REB", "IGO", "PTY", "SPY", "REF")
# Share of sentences with a word of these classes.
_ABOUT = {
    "force": ("force",), "crime": ("COP", "JUD", "CRM", "UAF"), "arms": ("MIL", "REB"), "bodily": ("bodily",),
    "hustings": ("hustings",),
}  # fmt: skip
_SCENES = ("sport", "contest", "disaster", "fiction", "market")
_SPEAKERS = frozenset({"i", "we"})

Signs = dict[str, float]
Tree = float | list["int | float | Tree"]  # a leaf, or [sign, limit, tree up to the limit, tree above it]


@dataclass(frozen=True, slots=True)
class Doubt:
    """Names of the signs that trees ask for, the trees, what they start from, and the least chance that is kept."""

    signs: tuple[str, ...]
    trees: tuple[Tree, ...]
    start: float
    least: float
    places: dict[str, int] = field(init=False, repr=False, compare=False)  # of the signs, by name
    forest: "Forest" = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "places", {name: place for place, name in enumerate(self.signs)})
        object.__setattr__(self, "forest", Forest(self.trees))


@lru_cache(maxsize=1)
def load_doubt() -> Doubt:
    """The trees of `doubt.json`."""
    raw = json.loads((files(__package__) / "doubt.json").read_text(encoding="utf-8"))
    return Doubt(tuple(raw["signs"]), tuple(raw["trees"]), raw["start"], raw["least"])


@lru_cache(maxsize=1)
def civic_words() -> frozenset[str]:
    """Words for governments, courts, forces, parties and those who fight them."""
    words = frozenset[str]().union(*(words_of_class(sector) for sector in _CIVIC))
    return words - words_of_class("everyday")


@lru_cache(maxsize=1)
def _list_about() -> list[tuple[str, frozenset[str]]]:
    return [(name, frozenset[str]().union(*map(words_of_class, kinds))) for name, kinds in _ABOUT.items()]


def find_about(sentences: Sequence[Sentence]) -> Signs:
    """What the report is about: shares of its sentences."""
    count = max(1, len(sentences))
    found = dict.fromkeys(["about civic", "about speaker", *(f"about {name}" for name in (*_SCENES, *_ABOUT))], 0.0)
    for sentence in sentences:
        words = find_words(sentence)
        found["about civic"] += not words.lowered.isdisjoint(civic_words())
        found["about speaker"] += not words.lowered.isdisjoint(_SPEAKERS)
        for name, listed in _list_about():
            found[f"about {name}"] += not words.lemmas.isdisjoint(listed)
        for name in _SCENES:
            found[f"about {name}"] += is_scene(sentence, name)
    return {name: value / count for name, value in found.items()}


def find_signs(event: Event, sentence: Sentence, place: int, quotes: Sequence[Quote]) -> Signs:
    """What is to be seen of one event: its type, its word, its sides. place: the sentence's place in the report."""
    index = next(i for i, token in enumerate(sentence.tokens) if token.start == event.head.start)
    token = sentence.tokens[index]
    both = event.actor is not None and event.recipient is not None
    signs = {
        f"type {event.type}": 1.0, f"mode {event.type} {event.mode}": 1.0, f"pos {token.pos}": 1.0,
        f"tag {token.tag}": 1.0, f"dep {token.dep}": 1.0, f"factuality {event.factuality}": 1.0,
        "negative": float(event.polarity == "negative"), "said": float(event.says is not None),
        "direct speech": float(any(quote.kind == "direct" and quote.span.holds(event.head) for quote in quotes)),
        "title": float(sentence.title), "first": float(place < _FIRST),
        "length": min(len(sentence.tokens), _LONG) / _LONG,
        "place": float(event.place is not None), "when": float(event.when is not None),
        f"both {event.type}": float(both), "depth": _count_steps(sentence, index) / _DEEP,
        "civic words": min(3, _count_civic(sentence)) / 3,
    }  # fmt: skip
    return signs | _see_side("actor", event.actor, sentence) | _see_side("recipient", event.recipient, sentence)


def _count_civic(sentence: Sentence) -> int:
    words = find_words(sentence)
    if not words.civic:
        civic = civic_words()
        words.civic.append(sum([one.lemma.lower() in civic for one in sentence.tokens]))
    return words.civic[0]


def _count_steps(sentence: Sentence, index: int) -> int:
    """Words from here to the root."""
    for steps in range(_DEEP):
        above = sentence.tokens[index].head
        if above == index:
            return steps
        index = above
    return _DEEP


def _see_side(name: str, side: Argument | None, sentence: Sentence) -> Signs:
    if side is None:
        return {f"{name} none": 1.0}
    inside = [i for i, token in enumerate(sentence.tokens) if side.span.start <= token.start < side.span.end]
    heads = [i for i in inside if sentence.tokens[i].head not in inside] or inside
    signs = {f"{name} sector {side.sector}": 1.0, f"{name} role": float(side.role is not None)}
    signs[f"{name} country"] = float(side.country is not None)
    if heads:
        token = sentence.tokens[heads[-1]]
        signs[f"{name} kind {token.kind or 'none'}"] = 1.0
        signs[f"{name} tag {'PRP' if token.tag in ('PRP', 'PRP$') else token.pos}"] = 1.0
    return signs


def score_events(seen: Sequence[Mapping[str, float]], doubt: Doubt, about: Mapping[str, float]) -> list[float]:
    """The chance, 0 to 1, that a reader calls each event right, by its signs and those of its report."""
    shared = [about.get(name, 0.0) for name in doubt.signs]
    rows = [shared.copy() for _ in seen]
    for row, signs in zip(rows, seen, strict=True):
        for name, value in signs.items():
            if name in doubt.places:
                row[doubt.places[name]] = value
    table = np.array(rows, dtype=np.float64).reshape(len(seen), len(doubt.signs))
    chances: list[float] = (1 / (1 + np.exp(-(doubt.start + walk_trees(doubt.forest, table))))).tolist()
    return chances


def walk_trees(forest: "Forest", rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """For each row of signs the sum of the leaves that it leads to, one of each tree."""
    at = np.tile(forest.roots, (len(rows), 1))
    owners = np.arange(len(rows))[:, None]
    for _ in range(forest.depth):
        at = np.where(rows[owners, forest.signs[at]] <= forest.limits[at], forest.below[at], forest.above[at])
    sums: NDArray[np.float64] = forest.leaves[at].sum(axis=1)
    return sums


class Forest:
    """Trees as columns of nodes: the sign that each asks for, its limit, the nodes below and above it; a leaf leads to
    itself."""

    def __init__(self, trees: Sequence[Tree]) -> None:
        self._nodes: list[tuple[int, float, int, int, float]] = []
        self.depth = 0
        self.roots = np.array([self._add(tree, 0) for tree in trees], dtype=np.intp)
        columns = tuple(zip(*self._nodes, strict=True)) or ((),) * 5
        self.signs, self.below, self.above = (np.array(columns[n], dtype=np.intp) for n in (0, 2, 3))
        self.limits, self.leaves = (np.array(columns[n], dtype=np.float64) for n in (1, 4))

    def _add(self, tree: Tree, depth: int) -> int:
        place = len(self._nodes)
        self.depth = max(self.depth, depth)
        if not isinstance(tree, list):
            self._nodes.append((0, 0.0, place, place, float(tree)))
            return place
        sign, limit, below, above = cast(tuple[int, float, Tree, Tree], tuple(tree))
        self._nodes.append((sign, limit, place, place, 0.0))
        self._nodes[place] = (sign, limit, self._add(below, depth + 1), self._add(above, depth + 1), 0.0)
        return place
