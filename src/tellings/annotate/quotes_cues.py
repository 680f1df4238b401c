"""The words that attribute (cues.tsv), and a parsed sentence's tree as quotations are read from it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from tellings.linking.factuality import children_of
from tellings.records import Sentence, Token

_CLASS = {"VERB": "v", "AUX": "v", "NOUN": "n", "ADJ": "a"}
_VENUES = frozenset(f"in {a} {kind}" for a in ("a", "an") for kind in ("statement", "email", "tweet", "letter", "post"))
_KEPT = frozenset(("aux", "auxpass", "neg", "prt"))


@dataclass(frozen=True, slots=True)
class Frame:
    """What a cue takes as content: letters of cues.tsv, and its prepositions."""

    takes: str
    prepositions: frozenset[str]


@lru_cache(maxsize=1)
def read_frames() -> dict[tuple[str, str], Frame]:
    """(lemma, word class) to frame, as cues.tsv has it; where a cue stands twice, both hold."""
    lines = files("tellings.annotate").joinpath("cues.tsv").read_text(encoding="utf-8").splitlines()
    frames: dict[tuple[str, str], Frame] = {}
    for line in lines:
        if line and not line.startswith("#"):
            lemma, kind, takes, prepositions = (*line.split("\t"), "", "")[:4]
            before = frames.get((lemma, kind), Frame("", frozenset()))
            names = frozenset(filter(None, prepositions.split(",")))
            frames[lemma, kind] = Frame(before.takes + takes, before.prepositions | names)
    return frames


class Tree:
    """A sentence's tokens with their children and the first and last token under each."""

    def __init__(self, sentence: Sentence, text: str) -> None:
        self.text = text
        self.words: Sequence[Token] = sentence.tokens
        self.sentence = sentence
        self.children = children_of(sentence)
        self._edges = _edges(self.words)

    def edges(self, place: int) -> tuple[int, int]:
        """First and last token of what hangs on that token, itself included."""
        return self._edges[place]

    def under(self, place: int, *deps: str) -> Iterator[int]:
        """Its children with one of these relations, in order."""
        return (n for n in self.children[place] if self.words[n].dep in deps)

    def first(self, place: int, *deps: str) -> int | None:
        """The first such child, or None."""
        return next(self.under(place, *deps), None)


def _edges(words: Sequence[Token]) -> list[tuple[int, int]]:
    """For each token the first and last under it, from the leaves up: linear, however deep the tree."""
    depth: list[int] = [-1] * len(words)
    for n in range(len(words)):
        path: list[int] = []
        while depth[n] < 0 and words[n].head != n and len(path) <= len(words):
            path.append(n)
            n = words[n].head
        base = max(depth[n], 0)
        depth[n] = base
        for step, place in enumerate(reversed(path), 1):
            depth[place] = base + step
    low, high = list(range(len(words))), list(range(len(words)))
    for n in sorted(range(len(words)), key=lambda n: -depth[n]):
        head = words[n].head
        low[head], high[head] = min(low[head], low[n]), max(high[head], high[n])
    return list(zip(low, high, strict=True))


def find_cues(tree: Tree) -> Iterator[tuple[int, Frame]]:
    """Each word of the sentence that can attribute, with what it takes."""
    frames = read_frames()
    for n, token in enumerate(tree.words):
        kind = _CLASS.get(token.pos)
        frame = frames.get((token.lemma, kind)) if kind else None
        if frame and not (kind == "v" and token.dep in ("aux", "auxpass", "amod", "compound")):
            yield n, frame


def cue_edges(tree: Tree, place: int) -> tuple[int, int]:
    """First and last token of the cue's wording: with helpers and negation, particle, "in a statement"."""
    low = high = place
    words = tree.words
    while low > 0 and words[low - 1].head == place and words[low - 1].dep in (*_KEPT, "advmod"):
        low -= 1
    while words[low].dep == "advmod" and words[low].tag in ("WRB",) and low < place:
        low += 1
    if high + 1 < len(words) and words[high + 1].dep == "prt":
        high += 1
    said = " ".join(word.text.lower() for word in words[high + 1 : high + 4])
    if said in _VENUES:
        high += 3
    return low, high
