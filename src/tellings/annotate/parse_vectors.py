"""Texts in, for each of their words the vector that a pipeline's network makes of it and its neighbours out.

The small model has two such networks, one that tagger and parser share and one of the entity step, which take more
than half of its time together. Here a word's own vector is asked once for each spelling and kept. Of the layers over
windows of three words, words lie side by side along the rows of memory, so that all but the product of matrices is a
few runs over long rows, in place; where thinc copies windows, notes which piece of each was the largest, and takes
means row by row. Same vectors but for the last bits (2e-6 apart, of numbers up to 5), whatever else is read beside
them: tested; and the same parse of 40,012 paragraphs, 1,965,205 words (the network: Honnibal 2016, "Embed, encode,
attend, predict"; as in spaCy 3).
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

SHARED = "tok2vec"  # the step that others listen to
_ROOM = 20_000  # spellings whose own vectors are kept: about 600 bytes each
_STRETCH = 480  # words that pass all layers together, so that what is between layers stays in near memory
_EVEN = 16  # rows of memory are a multiple of it, so that a product comes out the same wherever in a row a word is
_NEIGHBOURS = 3  # words in a window
_LITTLE = 1e-8  # which thinc adds to variances

Floats = NDArray[np.float32]


class _Layer(NamedTuple):
    """Over windows: the largest of some pieces, made even, weighed, and added to the word."""

    weights: Floats  # piece after piece, (pieces * width, windows of words and a one)
    gain: Floats  # as the bias (width, 1)
    bias: Floats


class VectorTable:
    """What a network, or the first of a chain of them, makes of words; the rest of a chain is asked as it is."""

    def __init__(self, network: Any) -> None:
        first = next((part for part in (network, *network.layers[:1]) if _is_plain(part)), None)
        self.serves = first is not None
        self._rest = [network] if first is None else network.layers[1:] if first is not network else []
        if first is None:
            return
        embed, encode = first.layers
        self._columns = _list_columns(embed)
        self._own = embed.layers[2:4]  # of the attributes of words
        self._width: int = first.get_dim("nO")
        self._layers = [_read_layer(layer) for layer in _list_windows(encode)]
        self._places: dict[bytes, int] = {}  # of a word with these attributes, among the vectors
        self._vectors: Floats = np.zeros((1 + _ROOM, self._width), np.float32)  # the first is for no word

    def read(self, docs: Sequence["Doc"]) -> Any:
        """What the network predicts of these texts: for a plain one vectors of each text's words, (words, width)."""
        read: Any = self._read_words(docs) if self.serves else docs
        for network in self._rest:
            read = network.predict(read)
        return read

    def _read_words(self, docs: Sequence["Doc"]) -> list[Floats]:
        lengths = np.array([len(doc) for doc in docs], np.intp)
        gap = len(self._layers)  # as far as a word is seen through all layers
        texts = np.repeat(np.arange(len(docs)), lengths)
        places = np.zeros(len(texts) + gap * (1 + len(docs)), np.intp)
        places[np.arange(len(texts)) + gap * (1 + texts)] = self._find(docs)
        seen = self._encode(self._vectors.take(places, axis=0))
        ends = np.cumsum(lengths + gap)
        return [seen[end - long : end] for end, long in zip(ends.tolist(), lengths.tolist(), strict=True)]

    def _find(self, docs: Sequence["Doc"]) -> list[int]:
        """The place of each word among the vectors; new ones are asked of the network."""
        many = len(self._columns)
        none = np.empty((0, many), np.uint64)
        rows = np.concatenate([none, *(doc.to_array(self._columns).reshape(-1, many) for doc in docs)])
        keys: list[bytes] = rows.view(f"V{rows.itemsize * many}").ravel().tolist()
        new = [key for key in dict.fromkeys(keys) if key not in self._places]
        if len(self._places) + len(new) >= len(self._vectors):
            self._places.clear()
            new = list(dict.fromkeys(keys))
            self._vectors = np.zeros((1 + max(_ROOM, len(new)), self._width), np.float32)
        if new:
            read: Any = np.frombuffer(b"".join(new), np.uint64).reshape(-1, many)
            for layer in self._own:
                read = layer.predict(read)
            first = 1 + len(self._places)
            self._vectors[first : first + len(new)] = read
            self._places |= zip(new, range(first, first + len(new)), strict=True)
        return [self._places[key] for key in keys]

    def _encode(self, rows: Floats) -> Floats:
        """What all layers make of words in a row, texts with a gap between them, no vector there."""
        seen = np.empty_like(rows)
        gap, width = len(self._layers), self._width
        longest = _round(2 * gap + min(len(rows), _STRETCH))
        room = np.empty((_NEIGHBOURS * width + 1) * longest, np.float32)
        pieces = np.empty(max((len(layer.weights) for layer in self._layers), default=0) * longest, np.float32)
        for start in range(gap, len(rows) - gap, longest - 2 * gap):
            stretch = rows[start - gap : start - gap + longest]
            long = _round(len(stretch))
            windows = room[: (_NEIGHBOURS * width + 1) * long].reshape(-1, long)
            windows[-1] = 1
            words = windows[width : 2 * width]
            words[:, : len(stretch)] = stretch.T
            words[:, len(stretch) :] = 0
            for layer in self._layers:
                _pass(layer, windows, pieces[: len(layer.weights) * long].reshape(-1, long))
            seen[start : start + longest - 2 * gap] = words[:, gap : min(longest - gap, len(stretch))].T
        return seen


class SharedVectors:
    """The vectors that a pipeline's steps share, where they come first and from a plain network."""

    def __init__(self, model: "Language") -> None:
        from spacy.pipeline import Tok2Vec

        step: Any = model.get_pipe(SHARED) if model.pipe_names[:1] == [SHARED] else None
        self._table = VectorTable(step.model) if type(step) is Tok2Vec else None
        self.serves = self._table is not None and self._table.serves

    def add(self, docs: Sequence["Doc"]) -> None:
        """Give these texts, fresh from the tokenizer, their vectors: of `serves`, as the step does."""
        if self._table is not None and self.serves:
            for doc, vectors in zip(docs, self._table.read(docs), strict=True):
                doc.tensor = vectors


def _round(length: int) -> int:
    """Up to a multiple of _EVEN."""
    return -(-length // _EVEN) * _EVEN


def _pass(layer: _Layer, windows: Floats, pieces: Floats) -> None:
    """Have one layer add to the words in the middle of these windows, each a column; `pieces` is room to work in.

    Words at either end lack a neighbour: what they become is of no use.
    """
    width = len(layer.gain)
    words = windows[width : 2 * width]
    windows[:width, 1:] = words[:, :-1]
    windows[:width, 0] = 0
    windows[2 * width : -1, :-1] = words[:, 1:]
    windows[2 * width : -1, -1] = 0
    np.matmul(layer.weights, windows, out=pieces)
    largest = pieces[:width]
    for start in range(width, len(pieces), width):
        np.maximum(largest, pieces[start : start + width], out=largest)
    share = np.full((1, width), 1 / width, np.float32)
    largest -= share @ largest
    spread = np.einsum("ij,ij->j", largest, largest)
    spread /= width
    spread += _LITTLE
    np.sqrt(spread, out=spread)
    np.reciprocal(spread, out=spread)
    largest *= spread
    largest *= layer.gain
    largest += layer.bias
    words += largest


def _is_plain(network: Any) -> bool:
    """Whether this is a network of hashed attributes, without vectors from elsewhere, and windows of three words, laid
    out as spaCy's MultiHashEmbed and MaxoutWindowEncoder do."""
    embed, encode = (network.get_ref(name) if network.has_ref(name) else None for name in ("embed", "encode"))
    if embed is None or encode is None or network.layers != [embed, encode]:
        return False
    columns, windows = _list_columns(embed), _list_windows(encode)
    own = "|".join(["ints-getitem>>hashembed"] * len(columns))
    largest = "maxout>>layernorm>>dropout"
    before = f"extract_features>>list2ragged>>with_array({own})>>with_array({largest})>>ragged2list"
    around = ">>".join([f"residual(expand_window>>{largest})"] * len(windows))
    if network.name != f"{before}>>with_array({around})" or not all(_holds_numbers(part) for part in network.walk()):
        return False
    places = [part.attrs["index"] for part in embed.walk() if part.name == "ints-getitem"]
    return (
        places == [(slice(0, None), n) for n in range(len(columns))]
        and all(_find_part(layer, "expand_window").attrs["window_size"] == 1 for layer in windows)
        and encode.attrs["pad"] >= len(windows)
        and {_find_part(layer, "maxout").get_dim("nO") for layer in (embed, *windows)} == {network.maybe_get_dim("nO")}
    )


def _list_columns(embed: Any) -> list[int | str]:
    """The attributes of a word that it looks at."""
    return [name for part in embed.walk() if part.name == "extract_features" for name in part.attrs["columns"]]


def _holds_numbers(part: Any) -> bool:
    """Whether what it learnt is known and in this machine's memory."""
    learnt = (part.get_param(name) if part.has_param(name) else None for name in part.param_names)
    return all(isinstance(numbers, np.ndarray) and numbers.dtype == np.float32 for numbers in learnt)


def _list_windows(encode: Any) -> list[Any]:
    """The layers over windows, from the first."""
    return [part for part in encode.walk() if part.name.startswith("residual(") and ")>>" not in part.name]


def _find_part(layer: Any, name: str) -> Any:
    return next(part for part in layer.walk() if part.name == name)


def _read_layer(layer: Any) -> _Layer:
    largest, even = _find_part(layer, "maxout"), _find_part(layer, "layernorm")
    weights, bias = largest.get_param("W"), largest.get_param("b")  # (width, pieces, window) and (width, pieces)
    by_piece = weights.transpose(1, 0, 2).reshape(bias.size, -1)
    return _Layer(
        np.hstack([by_piece, bias.T.reshape(-1, 1)]),
        even.get_param("G").reshape(-1, 1).copy(),
        even.get_param("b").reshape(-1, 1).copy(),
    )
