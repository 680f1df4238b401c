"""Tagged texts in, the same with each word's head and relation and with sentences, as the model's parser gives them.

The small model's parser makes one move at a time (arc-eager: Nivre 2008, "Algorithms for Deterministic Incremental
Dependency Parsing", as in spaCy 3) and asks before each, of all 106, whether they may be made: over a quarter of the
model's time. Here all texts of a batch move beside one another, and which moves may be made is looked up by the three
words on which that rests. Same heads, relations and sentences: tested, and on 40,286 paragraphs, 1,081,000 words.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

PARSER = "parser"
_WRITTEN: list[int | str] = ["HEAD", "DEP"]
_BEFORE = frozenset({"tok2vec", "tagger"})  # steps that set no sentences, which the parser would have to keep
_AFTER = frozenset({"attribute_ruler", "lemmatizer", "ner"})  # steps that set neither heads nor sentences
_APART = "||"  # in a relation: it belongs further down, below a word of the relation that follows
_JOINED = "subtok"  # a relation that may be given to neighbours only
_FEATURES, _PIECES = 8, 2  # words on which a move's score rests; numbers of which a hidden unit takes the largest
_KEEP = 8  # moves after which texts that are done are dropped
_DEAR = 4.0  # what a move costs here, while few texts are left, over what the model's own step takes for one of a text
ROOM = 6_000  # words of texts that move beside one another: 4 kB each

# What is to be known of a word. Of those yet to come: it begins a sentence; it was put back, and may not be put by
# again; it lost the word before it. No word at all. Of those put by: it has no head, nor is it the first.
_OPEN, _STARTS, _BACK, _NONE, _LOST, _LOOSE = 0, 1, 2, 3, 4, 5
_MARKS = 8
_POP, _PUSH, _LEFT, _RIGHT, _RETURN, _BREAK = range(6)  # what a move does
_EFFECTS = {"S": _PUSH, "D": _POP, "L": _LEFT, "R": _RIGHT, "B": _BREAK}
# By effect, how far the ends move of what is to come (the word after the next, the next) and of what was put by.
_AHEAD, _PUT_BY = np.array([0, 1, 0, 1, -1, 0]), np.array([-1, 1, -1, 1, -1, 0])
_SHIFTS = np.array([_AHEAD] * 2 + [_PUT_BY] * 4)
_WEIGHTS = np.array([[_MARKS**2], [_MARKS], [1]])
_NUMBERS = np.array([1, 0, 2, 3, 4, 5, 6, 7])[:, None]  # of the features that `_States` finds, as the network has them
_PADDING = 3  # places without a word between texts

Floats = NDArray[np.float32]
Indices = NDArray[np.intp]


class ArcTable:
    """The parser of one pipeline, for many texts at once."""

    def __init__(self, model: "Language") -> None:
        self._step: Any = model.get_pipe(PARSER) if model.has_pipe(PARSER) else None
        self.serves = _is_plain(model, self._step)
        if not self.serves:
            return
        self._moves = _Moves(self._step)
        names, strings = _list_moves(self._step), model.vocab.strings
        self._relations = np.array([strings[name[2:]] for name in names], dtype=np.uint64)
        self._apart = self._relations[[_APART in name for name in names]]
        self._root = np.array(strings["ROOT"], dtype=np.uint64)

    def parse(self, docs: Sequence["Doc"]) -> None:
        """Set heads, relations and sentences: of `serves`, in texts that the step has not read."""
        ordered = sorted(filter(len, docs), key=len, reverse=True)
        alone = _count_alone([len(doc) for doc in ordered])
        if alone:
            self._step.set_annotations(ordered[:alone], self._step.predict(ordered[:alone]))
        for together in _cut_rooms(ordered[alone:]):
            self._parse_together(together)

    def _parse_together(self, docs: Sequence["Doc"]) -> None:
        network = self._step.model
        lower = network.get_ref("lower")
        shares = lower.predict(network.get_ref("tok2vec").predict(docs))
        states = _States(self._moves, shares, lower.get_param("b"), [len(doc) for doc in docs])
        states.run()
        self._write(docs, *states.read_arcs())

    def _write(self, docs: Sequence["Doc"], heads: Indices, moves: Indices) -> None:
        """To each text its words' heads, and the relations of the moves that gave them."""
        relations = np.where(heads == 0, self._root, self._relations[moves])
        columns: Any = np.stack([heads.astype(np.uint64), relations], axis=1)
        apart = np.isin(relations, self._apart)
        end = 0
        for doc in docs:
            start, end = end, end + len(doc)
            doc.from_array(_WRITTEN, columns[start:end])
            if apart[start:end].any():
                for hang_lower in self._step.postprocesses:
                    hang_lower(doc)


class _Moves:
    """What the moves do, and which may be made, by the marks of the words that it rests on: see `_States`."""

    def __init__(self, step: Any) -> None:
        upper = step.model.get_ref("upper")
        self.weights = np.ascontiguousarray(upper.get_param("W").T)
        after, ahead, top = np.indices((_MARKS,) * 3).reshape(3, -1)  # the word after the next, the next, the last
        empty, ended = top == _NONE, ahead == _NONE
        push = (after != _NONE) & ((ahead == _OPEN) | (ahead == _LOST))
        arc = ~empty & ~ended & (ahead & _STARTS == 0)
        may = {"S": push | (empty & ~ended), "D": ~empty, "L": arc, "R": arc}
        may["B"] = (after == _OPEN) | (after == _BACK) | (empty & ended)  # in a text that is done it changes nothing
        kinds = [name[0] for name in _list_moves(step)]
        self.count = len(kinds)
        self.kinds = np.array([_EFFECTS[kind] for kind in kinds], dtype=np.int8)
        self.added: Floats = np.full((_MARKS**3, self.count), -np.inf, dtype=np.float32)  # to the scores
        np.copyto(self.added, upper.get_param("b"), where=np.stack([may[kind] for kind in kinds], axis=1))
        effects = np.where((top == _LOOSE)[:, None] & (self.kinds == _POP), np.int8(_RETURN), self.kinds)
        marks = np.where((effects == _LEFT) | (effects == _RIGHT), _OPEN, ahead[:, None])
        marks = np.where(effects == _PUSH, np.where(empty, _OPEN, _LOOSE)[:, None], marks)
        self.effects, self.marks = effects.ravel(), marks.ravel()  # the next word's mark after the move


class _States:
    """How far each of some texts has come: which words are put by, which are to come, and which arcs were drawn.

    Words are counted through all texts from 1; 0 is no word. In `row` those of a text that are put by come first, then
    a gap, then those to come. `places` has a column for each text that is not done: where in `row` the word after the
    next is, the next, the last put by, the one before it, the one before that, and the beginning of the gap.
    """

    def __init__(self, moves: _Moves, shares: Floats, bias: Floats, lengths: Sequence[int]) -> None:
        self.moves = moves
        self.shares = shares.reshape(len(shares) * _FEATURES, -1)
        self.bias = bias.ravel()
        words = np.arange(1, len(shares))
        padded = _PADDING * np.arange(1, len(lengths) + 1)
        self.row = np.zeros(len(words) + padded[-1] + _PADDING, dtype=np.intp)
        self.row[words - 1 + np.repeat(padded, lengths)] = words
        self.places = np.cumsum([0, *lengths[:-1]]) + padded + np.array([[1], [0], [-1], [-2], [-3], [0]])
        self.marks, self.left, self.right, self.before = np.zeros((4, len(shares)), dtype=np.intp)
        self.marks[0] = _NONE
        self.made: list[Indices] = []
        self.pairs: list[Indices] = []

    def run(self) -> None:
        """Move until all texts are done."""
        for step in count():
            found = np.empty((_FEATURES, self.places.shape[1]), dtype=np.intp)
            self.row.take(self.places[:5], out=found[:5], mode="clip")
            if step % _KEEP == 0:
                going = (found[1] | found[2]).nonzero()[0]
                if not len(going):
                    return
                self.places, found = self.places.take(going, axis=1), found.take(going, axis=1)
            self._move(found)

    def _move(self, found: Indices) -> None:
        """Make the best move of each text, by the words found: those at its places, then children of two of them."""
        ahead, top = found[1], found[2]
        self.left.take(found[1:3], out=found[5:7], mode="clip")
        self.right.take(top, out=found[7], mode="clip")
        marks = self.marks.take(found[:3])
        marks *= _WEIGHTS
        known: Indices = np.add.reduce(marks, axis=0)
        best = self._choose(found, known)
        self.made.append(best)
        self.pairs.append(found[1:3].copy())
        known *= self.moves.count
        known += best
        effects = self.moves.effects.take(known)
        # As if each put its next word by: else this writes in the gap, and what is written anew before it is read.
        self.row[self.places[5]] = ahead
        self.before[ahead] = found[7]
        self.marks[ahead] = self.moves.marks.take(known)
        self._draw(found, effects)
        self.places += _SHIFTS.take(effects, axis=1)

    def _choose(self, found: Indices, known: Indices) -> Indices:
        """The best of the moves that may be made; of equal ones the first."""
        summed: Floats = np.add.reduce(self.shares.take(found * _FEATURES + _NUMBERS, axis=0), axis=0)
        summed += self.bias
        scores = np.maximum(summed[:, ::2], summed[:, 1::2]) @ self.moves.weights
        scores += self.moves.added.take(known, axis=0)
        best: Indices = scores.argmax(axis=1)
        return best

    def _draw(self, found: Indices, effects: NDArray[np.int8]) -> None:
        """Keep the last child on either side of each word, and do what the rarer moves do."""
        at = (effects == _LEFT).nonzero()[0]
        if len(at):
            head, child, under = found[1:4].take(at, axis=1)
            self.left[head] = child
            self.right[under] = self.before.take(child)  # if it was its head, it is no longer
        at = (effects == _RIGHT).nonzero()[0]
        if len(at):
            self.right[found[2].take(at)] = found[1].take(at)
        at = (effects >= _RETURN).nonzero()[0]
        if len(at):
            returns = effects[at] == _RETURN
            self._return(found, at[returns])
            self.marks[found[0, at[~returns]]] = _STARTS
            self.marks[0] = _NONE

    def _return(self, found: Indices, at: Indices) -> None:
        """In the texts there, put the last word, which found no head, back before the next one to come."""
        ahead, top = found[1:3, at]
        self.row[self.places[1, at] - 1] = top
        self.marks[top] = _BACK
        self.marks[ahead[ahead != top + 1]] |= _LOST

    def read_arcs(self) -> tuple[Indices, Indices]:
        """Of each word how far its head is from it, 0 for none, and the move that gave it the head."""
        made = np.concatenate(self.made)
        ahead, top = np.concatenate(self.pairs, axis=1)
        leftward, rightward = (self.moves.kinds[made] == kind for kind in (_LEFT, _RIGHT))
        child, head = np.where(leftward, top, ahead), np.where(leftward, ahead, top)
        arcs = np.flatnonzero(leftward | rightward)
        heads, chosen = np.zeros((2, len(self.marks)), dtype=np.intp)
        heads[child[arcs]] = head[arcs] - child[arcs]  # the last arc of a word counts
        chosen[child[arcs]] = made[arcs]
        return heads[1:], chosen[1:]


def _count_alone(lengths: Sequence[int]) -> int:
    """How many of the longest texts are left to the model's own step: a move of few costs more here than there."""
    return int((_DEAR * np.array([*lengths, 0]) + np.cumsum([0, *lengths])).argmin())


def _cut_rooms(docs: Sequence["Doc"]) -> Iterator[list["Doc"]]:
    """The same texts in lots that ROOM bounds, but for a single text."""
    lot: list[Doc] = []
    words = 0
    for doc in docs:
        if lot and words + len(doc) > ROOM:
            yield lot
            lot, words = [], 0
        lot.append(doc)
        words += len(doc)
    if lot:
        yield lot


def _is_plain(model: "Language", step: Any) -> bool:
    """Whether the step takes the best move each time, as this does, with nothing set before it that it would keep, and
    no step after it that must find its work done: then it may be left out, and this asked in its stead."""
    from spacy.pipeline import DependencyParser

    names = model.pipe_names
    if type(step) is not DependencyParser or type(step.moves) is not step.TransitionSystem:
        return False
    at = names.index(PARSER)
    network, moves = step.model, _list_moves(step)
    return (
        set(names[:at]) <= _BEFORE
        and set(names[at + 1 :]) <= _BEFORE | _AFTER
        and step.cfg.get("beam_width") == 1
        and not step.cfg.get("learn_tokens")
        and network.attrs.get("has_upper") is True
        and not network.attrs.get("unseen_classes")
        and network.get_ref("lower").get_dim("nF") == _FEATURES
        and network.get_ref("lower").get_dim("nP") == _PIECES
        and network.get_ref("upper").get_dim("nO") == step.moves.n_moves
        and {name[:1] for name in moves} == set(_EFFECTS)
        and not any(name[2:] == _JOINED for name in moves)
    )


def _list_moves(step: Any) -> list[str]:
    """As "L-nsubj", in the order of their scores."""
    return [step.moves.get_class_name(number) for number in range(step.moves.n_moves)]
