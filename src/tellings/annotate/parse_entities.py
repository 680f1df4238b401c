"""Texts as tagger and parser left them in, which of their words name entities, of what kind, out.

The small model's entity step takes half of its time, nine tenths of that in asking of every one of 74 moves, word by
word, whether it may be made. But outside an entity the score of a move rests on the word alone, and within one on the
entity's first word, the word and the one before it. So all moves from outside are scored at once, then all entities
that may begin are followed beside one another. Same entities as the step itself gives: tested, and on 96,498 words
(the step's model and moves: Lample et al. 2016, "Neural Architectures for Named Entity Recognition", as in spaCy 3).
"""

from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tellings.annotate.parse_vectors import VectorTable

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ENTITIES = "ner"
_HARMLESS = frozenset({"tok2vec", "tagger", "parser", "senter", "attribute_ruler", "lemmatizer"})  # name no entities
_FEATURES = 3  # words on which a move's score rests: this one, the entity's first, the one before this
_ATTRIBUTES: list[int | str] = ["IS_SPACE", "SENT_START"]
_READ: list[int | str] = ["ENT_IOB", "ENT_TYPE"]
_BEGINS = 3  # ENT_IOB of the first word of an entity

Named = tuple[list[str], list[bool]]  # of each word the kind of its entity, "" for none; and whether it is the first
Floats = NDArray[np.float32]
Flags = NDArray[np.bool_]
Indices = NDArray[np.intp]


class EntityTable:
    """What the entity step of one pipeline says of words."""

    def __init__(self, model: "Language") -> None:
        self._strings = model.vocab.strings
        self._step: Any = model.get_pipe(ENTITIES) if model.has_pipe(ENTITIES) else None
        self.serves = _is_plain(model, self._step)
        if not self.serves:
            return
        self._vectors = _read_vectors(self._step)
        moves = [name.partition("-")[::2] for name in _list_moves(self._step)]
        number = {move: n for n, move in enumerate(moves)}
        self._kinds = [kind for _, kind in moves]
        self._single = np.array([move == "U" and bool(kind) for move, kind in moves])
        self._first = np.array([move == "B" and bool(kind) for move, kind in moves])
        self._outside = np.array([move == "O" for move, _ in moves])
        self._inner, self._last = (
            np.array([number.get((move, kind), 0) for kind in self._kinds], dtype=np.intp) for move in "IL"
        )

    def read(self, docs: Sequence["Doc"]) -> list[Named]:
        """For each text which of its words name what: of `serves`, texts that the step has not read."""
        if not self.serves:
            return [_read_named(doc) for doc in docs]
        lengths = [len(doc) for doc in docs]
        if not sum(lengths):
            return [([], []) for _ in docs]
        columns = np.concatenate([doc.to_array(_ATTRIBUTES).astype(np.int64).reshape(-1, 2) for doc in docs])
        space, starts = columns[:, 0] == 1, columns[:, 1] == 1
        ends = np.cumsum(lengths)
        goes_on = np.append(~starts[1:], False)  # whether an entity may hold this word and the next
        goes_on[ends[ends > 0] - 1] = False
        network = self._step.model
        shares = network.get_ref("lower").predict(self._vectors.read(docs))
        chosen = self._choose(self._score(shares[1:, 0] + shares[0, 1] + shares[0, 2]), space, goes_on)
        stops = self._follow(shares, chosen, goes_on)
        kinds, begins = [""] * len(space), [False] * len(space)
        past = 0
        for at in np.flatnonzero(stops).tolist():
            if at < past:
                continue  # within the entity before it
            past = int(stops[at])
            kinds[at:past] = [self._kinds[chosen[at]]] * (past - at)
            begins[at] = True
        return [
            (kinds[end - long : end], begins[end - long : end])
            for end, long in zip(ends.tolist(), lengths, strict=True)
        ]

    def _score(self, summed: Floats) -> Floats:
        """The scores of all moves, shape (words, moves), of what its words bring to each hidden unit."""
        network = self._step.model
        pieces = summed + network.get_ref("lower").get_param("b")  # (words, units, pieces)
        hidden = reduce(np.maximum, np.moveaxis(pieces, -1, 0))  # NumPy takes 25 times as long along so short an axis
        scores: Floats = network.get_ref("upper").predict(hidden)
        return scores

    def _choose(self, scores: Floats, space: Flags, goes_on: Flags) -> Indices:
        """The best move at each word, were it outside of all entities."""
        may = np.tile(self._outside, (len(scores), 1))
        may[~space] |= self._single
        may[~space & goes_on] |= self._first
        best: Indices = np.where(may, scores, -np.inf).argmax(axis=1)
        return best

    def _follow(self, shares: Floats, chosen: Indices, goes_on: Flags) -> Indices:
        """For each word that begins an entity, if it is not within one, the word after the entity; 0 for others."""
        stops = np.zeros(len(chosen), dtype=np.intp)
        alone = np.flatnonzero(self._single[chosen])
        stops[alone] = alone + 1
        first = np.flatnonzero(self._first[chosen])
        at = first + 1
        while len(first):
            scores = self._score(shares[1 + at, 0] + shares[1 + first, 1] + shares[at, 2])
            rows, inner, last = np.arange(len(at)), self._inner[chosen[first]], self._last[chosen[first]]
            own, other = scores[rows, inner], scores[rows, last]
            longer = goes_on[at] & ((own > other) | ((own == other) & (inner < last)))
            stops[first[~longer]] = at[~longer] + 1
            first, at = first[longer], at[longer] + 1
        return stops


def _is_plain(model: "Language", step: Any) -> bool:
    """Whether the step takes the best move at each word, its scores rest on three words, and nobody but it names
    entities: then it may be left out, and this asked in its stead."""
    from spacy.pipeline import EntityRecognizer

    names = model.pipe_names
    if type(step) is not EntityRecognizer or not set(names) - {ENTITIES} <= _HARMLESS:
        return False
    later = set(names[names.index(ENTITIES) :])
    network = step.model
    return (
        not later & {"parser", "senter"}
        and step.cfg.get("beam_width") == 1
        and not step.postprocesses
        and network.attrs.get("has_upper") is True
        and not network.attrs.get("unseen_classes")
        and network.get_ref("lower").get_dim("nF") == _FEATURES
        and network.get_ref("lower").get_dim("nP") > 1
        and network.get_ref("upper").get_dim("nO") == step.moves.n_moves
        and all(name[:1] in "BILUO" for name in _list_moves(step))
    )


def _read_vectors(step: Any) -> VectorTable:
    return VectorTable(step.model.get_ref("tok2vec"))


def _list_moves(step: Any) -> list[str]:
    """As "B-ORG", in the order of their scores."""
    return [step.moves.get_class_name(number) for number in range(step.moves.n_moves)]


def _read_named(doc: "Doc") -> Named:
    numbers = doc.to_array(_READ)
    return [doc.vocab.strings[n] for n in numbers[:, 1].tolist()], (numbers[:, 0] == _BEGINS).tolist()
