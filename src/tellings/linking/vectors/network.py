"""The packaged weights of the sentence model in, its network out, whose large products are of whole numbers.

The weights are int8, one scale a column; the packaged network makes float32 of them before each product, which is then
three quarters of its time. Here they stay as they are, and what they are multiplied by is written in two digits of
seven bits: x = step * (high + low / 126). The step comes from the weights alone: what a normalised state, or its
product with weights, can come to is bounded (`_Network.reach_of`), so nothing is ever cut off. The states are those of
the packaged network (cosines of .99995 and more over 849 sentences), in less than half the time.

Sums of whole numbers are exact: a state depends neither on what is read with it nor on how a processor sums. Seven
bits, not eight, since without instructions for such products two neighbours are summed in 16 bits, which 2 * 127 * 127
fits. The layers are those of BERT (Devlin et al. 2019): six of 384 with twelve heads.
"""

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto

Floats = NDArray[Any]  # also whole numbers, where they are weights
LAYERS, HEADS = 6, 12
_MOST = 63  # of a digit, to both sides of its middle
_MIDDLE = 64
_CONTRIBUTED = "com.microsoft"  # onnxruntime's own operators
_TINY = 1e-12  # under the root of a state's variance, as BERT has it
_EMBEDDINGS = "inner.embeddings."
_LAYER = "inner.encoder.layer.{}."


def build_network(packaged: bytes) -> bytes:
    """An ONNX model: `input_ids`, int64 (wordings, pieces), in, `states`, float32 (wordings, pieces, 384), out. The
    wordings are of one length: nothing is masked.

    Raises KeyError when the packaged model lacks a weight that is expected, ValueError when it is no ONNX model.
    """
    from google.protobuf.message import DecodeError
    from onnx import load_model_from_string

    try:
        graph = load_model_from_string(packaged).graph
    except DecodeError as error:
        raise ValueError("the packaged sentence model is no ONNX model") from error
    return _Network(graph).build()


class _Network:
    """Nodes and weights as they are put together; every method names the value that it adds."""

    def __init__(self, packaged: "GraphProto") -> None:
        from onnx import numpy_helper

        self.given = {tensor.name: tensor for tensor in packaged.initializer}
        self.column = _name_products(packaged)
        self._read = numpy_helper.to_array
        self.weights: dict[str, Floats] = {
            "middle": np.array(_MIDDLE, dtype=np.uint8),
            "start": np.array([0], dtype=np.int64),
        }
        self.nodes: list[NodeProto] = []
        self.digits: dict[str, tuple[str, str, str, str]] = {}  # by states: high, its step, low, its step
        self.normal: dict[str, tuple[Floats, Floats]] = {}  # by normalised states: how their parts are weighed, moved
        self.reach: dict[str, float] = {}  # by states: the most that a part can come to

    def build(self) -> bytes:
        from onnx import TensorProto, helper, numpy_helper

        states = self.add_embeddings()
        for number in range(LAYERS):
            states = self.add_layer(_LAYER.format(number), states)
        self.add("Identity", [states], "states")
        graph = helper.make_graph(
            self.nodes,
            "sentence model",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT64, ["wordings", "pieces"])],
            [helper.make_tensor_value_info("states", TensorProto.FLOAT, ["wordings", "pieces", None])],
            [numpy_helper.from_array(np.ascontiguousarray(array), name) for name, array in self.weights.items()],
        )
        versions = [helper.make_opsetid("", 17), helper.make_opsetid(_CONTRIBUTED, 1)]
        built: bytes = helper.make_model(graph, opset_imports=versions, ir_version=10).SerializeToString()
        return built

    def read(self, name: str) -> Floats:
        array: Floats = self._read(self.given[name])
        return array

    def add(self, operator: str, inputs: Sequence[str], made: str, *, domain: str = "", **options: Any) -> str:
        from onnx import helper

        self.nodes.append(helper.make_node(operator, inputs, [made], name=made, domain=domain, **options))
        return made

    def add_embeddings(self) -> str:
        """Of each piece: what the word, its place and the one kind of wording bring, normalised."""
        from onnx import TensorProto

        words, places = _EMBEDDINGS + "word_embeddings.weight", _EMBEDDINGS + "position_embeddings.weight"
        kinds = self.read(_EMBEDDINGS + "token_type_embeddings.weight")
        self.weights |= {"words": self.read(words + "_q"), "word scales": self.read(words + "_scale")}
        self.weights["places"] = self.read(places + "_q") * self.read(places + "_scale") + kinds[0]
        rows = self.add(
            "Cast", [self.add("Gather", ["words", "input_ids"], "rows")], "float rows", to=TensorProto.FLOAT
        )
        scaled = self.add("Mul", [rows, self.add("Gather", ["word scales", "input_ids"], "row scales")], "scaled rows")
        count = self.add("Shape", ["input_ids"], "count", start=1, end=2)
        places = self.add("Slice", ["places", "start", count, "start"], "their places")
        return self.add_norm(self.add("Add", [scaled, places], "embedded"), _EMBEDDINGS)

    def add_layer(self, layer: str, states: str) -> str:
        """One layer: every piece looks at all of its wording, then at itself."""
        asked = [layer + "attention.self." + part for part in ("query", "key", "value")]
        queries, keys, values = self.add_split(self.add_product(states, asked))
        looked = self.add("MultiHeadAttention", [queries, keys, values], layer + "looked",
                          domain=_CONTRIBUTED, num_heads=HEADS)  # fmt: skip
        self.reach[looked] = self.reach_of(states, asked[2:])  # each is a mean of values
        seen = self.add_sum(
            self.add_product(looked, [layer + "attention.output.dense"]), states, layer + "attention.output."
        )
        wide = self.add_product(seen, [layer + "intermediate.dense"])
        made = self.add("Gelu", [wide], layer + "wide", domain=_CONTRIBUTED)
        self.reach[made] = self.reach_of(seen, [layer + "intermediate.dense"])  # no part grows by it
        return self.add_sum(self.add_product(made, [layer + "output.dense"]), seen, layer + "output.")

    def add_split(self, joined: str) -> list[str]:
        from onnx import helper

        parts = [f"{joined} {number}" for number in range(3)]
        self.nodes.append(helper.make_node("Split", [joined], parts, name=joined + " parts", axis=-1))
        return parts

    def add_sum(self, told: str, before: str, owner: str) -> str:
        return self.add_norm(self.add("Add", [told, before], owner + "sum"), owner)

    def add_norm(self, states: str, owner: str) -> str:
        """Normalised over the parts of each state: to a length of the root of their number, then weighed."""
        names = [owner + "LayerNorm." + part for part in ("weight", "bias")]
        weight, bias = (self.read(name) for name in names)
        self.weights |= dict(zip(names, (weight, bias), strict=True))
        made = self.add("LayerNormalization", [states, *names], states + " normal", axis=-1, epsilon=_TINY)
        self.normal[made] = weight, bias
        self.reach[made] = float((np.abs(weight) * math.sqrt(len(weight)) + np.abs(bias)).max())
        return made

    def reach_of(self, states: str, names: Sequence[str]) -> float:
        """The most that a part of these normalised states' product with the weights can come to, to either side: the
        length of the one by that of the other."""
        weight, bias = self.normal[states]
        columns, scales, added = self._columns(names)
        columns = columns * scales
        lengths = np.linalg.norm(columns * weight[:, None], axis=0) * math.sqrt(len(weight))
        return float((lengths + np.abs(bias @ columns + added)).max())

    def add_product(self, states: str, names: Sequence[str]) -> str:
        """The states by the weights of these names side by side, their biases added."""
        made = f"{states} by {names[0]}"
        own = [f"{made} {part}" for part in ("columns", "scales", "bias")]
        self.weights |= dict(zip(own, self._columns(names), strict=True))
        columns, scales, bias = own
        high, step, low, fine = self.digits[states] if states in self.digits else self.add_digits(states)
        parts = [
            self.add("MatMulIntegerToFloat", [high, columns, step, scales, "middle", "", bias], made + " high",
                     domain=_CONTRIBUTED),
            self.add("MatMulIntegerToFloat", [low, columns, fine, scales, "middle"], made + " low",
                     domain=_CONTRIBUTED),
        ]  # fmt: skip
        return self.add("Add", parts, made)

    def add_digits(self, states: str) -> tuple[str, str, str, str]:
        """The states in high and low digits, each with its step."""
        step, fine = states + " step", states + " fine step"
        self.weights[step] = np.array(self.reach[states] / _MOST, dtype=np.float32)
        self.weights[fine] = np.array(self.reach[states] / _MOST / (2 * _MOST), dtype=np.float32)
        high = self.add("QuantizeLinear", [states, step, "middle"], states + " high")
        whole = self.add("DequantizeLinear", [high, step, "middle"], states + " whole")
        rest = self.add("Sub", [states, whole], states + " rest")
        self.digits[states] = high, step, self.add("QuantizeLinear", [rest, fine, "middle"], states + " low"), fine
        return self.digits[states]

    def _columns(self, names: Sequence[str]) -> tuple[Floats, Floats, Floats]:
        """The weights of these names side by side, whole numbers, with their scales and what is added."""
        columns = [self.column[name] for name in names]
        whole = np.concatenate([self.read(column + "_q") for column in columns], axis=1)
        scales = np.concatenate([self.read(column + "_scale").reshape(-1) for column in columns])
        return whole, scales, np.concatenate([self.read(name + ".bias") for name in names])


def _name_products(packaged: "GraphProto") -> Mapping[str, str]:
    """By the name of the bias that is added to a product: what its weights are called, which have but numbers."""
    factor = {node.output[0]: node.input[1] for node in packaged.node if node.op_type == "MatMul"}
    sums = [node for node in packaged.node if node.op_type == "Add" and node.input[0] in factor]
    return {node.input[1].removesuffix(".bias"): factor[node.input[0]] for node in sums}
