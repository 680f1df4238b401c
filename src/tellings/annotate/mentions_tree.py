"""A Sentence in, its tree in reach: children, phrases, and the Found mention that the other modules pass on."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from tellings.linking.factuality import children_of
from tellings.records import Sentence, Token
from tellings.text.folding import fold

INSIDE = frozenset("det amod compound nmod poss nummod predet quantmod advmod npadvmod case punct neg".split())
STOPS = frozenset(("—", "–", "-–", ":", ";", "(", ")", "[", "]", "|", "•", "·", "/", "--", "both", "either", "neither"))
SUBJECTS = frozenset(("nsubj", "nsubjpass", "csubj", "csubjpass"))

_fold = lru_cache(maxsize=20_000)(fold)  # a report says the same words again and again


class Tree:
    """The dependency tree of a sentence: `children[i]` are the dependents of token i, in order."""

    __slots__ = ("children", "folded", "sentence", "tokens")

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens: tuple[Token, ...] = sentence.tokens
        self.folded = [_fold(token.text) for token in self.tokens]
        self.children = children_of(sentence)

    def phrase_start(self, first: int, last: int) -> int:
        """Where the noun phrase begins whose head lies in [first, last]: articles, titles, adjectives to its left."""
        start = first
        for head in range(first, last + 1):
            for child in self.children[head]:
                if child < start and self.tokens[child].dep in INSIDE and self.tokens[child].dep != "punct":
                    start = min(start, self.left_edge(child))
        for place in range(first - 1, start - 1, -1):
            if self.tokens[place].text in STOPS:
                start = place + 1
                break
        while start < first and self.tokens[start].pos in ("PUNCT", "CCONJ", "ADP", "SYM", "SCONJ", "PART"):
            start += 1
        return start

    def left_edge(self, place: int) -> int:
        """The first token of the subtree of a token."""
        edge = place
        seen = 0
        while seen < len(self.tokens):
            left = [child for child in self.children[edge] if child < edge]
            if not left:
                return edge
            edge = left[0]
            seen += 1
        return edge

    def wording(self, first: int, last: int) -> str:
        """The tokens from first to last, both included, single blanks where the text has any."""
        text = ""
        for place in range(first, last + 1):
            token = self.tokens[place]
            text += " " + token.text if text and self.tokens[place - 1].end < token.start else token.text
        return text

    def words(self, first: int, last: int) -> list[str]:
        """The folded words from first to last, both included, without punctuation."""
        return [self.folded[place] for place in range(first, last + 1) if self.tokens[place].pos != "PUNCT"]

    def subject_of(self, verb: int) -> int | None:
        """The subject of a verb, its own or, for a conjoined or open clause, that of the verb above."""
        for _ in range(6):
            for child in self.children[verb]:
                if self.tokens[child].dep in SUBJECTS:
                    return child
            above = self.tokens[verb].head
            if above == verb or self.tokens[verb].dep not in ("conj", "xcomp", "advcl", "aux"):
                return None
            verb = above
        return None

    def ancestors(self, place: int) -> Iterator[int]:
        """The heads above a token, nearest first."""
        for _ in range(len(self.tokens)):
            above = self.tokens[place].head
            if above == place:
                return
            yield above
            place = above


@dataclass(slots=True)
class Found:
    """A mention while it is being read. first to last: its tokens; core: those of the bare name (or of the noun)."""

    tree: Tree
    first: int
    last: int
    core: tuple[int, int]
    head: int
    kind: str
    form: str
    name: str
    role: str | None = None
    country: str | None = None
    sort: str = ""  # class of the noun, for nominals
    gender: str = ""
    many: bool = False
    links: list["Found"] = field(default_factory=list)  # mentions that the grammar makes the same: apposition, acronym

    @property
    def start(self) -> int:
        return self.tree.tokens[self.first].start

    @property
    def end(self) -> int:
        return self.tree.tokens[self.last].end

    @property
    def place(self) -> tuple[int, int, int]:
        """For ordering: sentence, first token, longest first."""
        return (self.tree.sentence.index, self.first, -self.last)

    def is_subject(self) -> bool:
        """Whether it is the subject of its clause."""
        return self.tree.tokens[self.head].dep in SUBJECTS
