"""The packaged weights of the sentence model in, its network out, whose large products are of whole numbers.

The weights are int8, one scale a column; the packaged network makes float32 of them before each product, which is then
three quarters of its time. Here each part of what is multiplied is one whole number of seven bits, between the least
and the most that this part comes to (`ranges.npy`, read off sentences of news by `bench/read_ranges.py`; what lies
beyond is cut off). Parts reach very differently far: the length of a part's step goes to the weights, which are
rounded anew (Xiao et al. 2023, "SmoothQuant"; `_SHARE` swept there). Cosines to the packaged network's states: .997 at
the mean, sentences and words alike (of one to three words alone .994); those between two sentences move by .005.

Sums of whole numbers are exact: a state depends neither on what is read with it nor on how a processor sums. Seven
bits, not eight, since without instructions for such products two neighbours are summed in 16 bits, which 2 * 127 * 127
fits. The layers are those of BERT (Devlin et al. 2019): six of 384 with twelve heads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from onnx import GraphProto, NodeProto

Floats = NDArray[Any]  # also whole numbers, where they are weights
LAYERS, HEADS = 6, 12
_MOST = 127  # a part as a whole number: 0 to 127
_HEAVIEST = 127  # a weight: -127 to 127
_SHARE = 0.9  # of how far a part reaches, in the logarithm, that goes to its weights: .8 to 1 are alike
_NARROWEST = 1e-3  # a part that is the same in all sentences
_CONTRIBUTED = "com.microsoft"  # onnxruntime's own operators
_TINY = 1e-12  # under the root of a state's variance, as BERT has it
_EMBEDDINGS = "inner.embeddings."
_ASKED = ("attention.self.query", "attention.self.key", "attention.self.value")
PRODUCTS = (_ASKED, ("attention.output.dense",), ("intermediate.dense",), ("output.dense",))  # of a layer, in turn
_WIDTHS = (384, 384, 384, 1536)  # of the states that they take


def layer_name(number: int) -> str:
    """How the names of a layer's weights begin."""
    return f"inner.encoder.layer.{number}."


@lru_cache(maxsize=1)
def read_ranges() -> dict[str, Floats]:
    """For the states of each product, by the name of its first weights: the least and the most that each part comes
    to, shape (2, parts). Raises ValueError where the file does not fit the layers."""
    table = np.load(BytesIO((files(__package__) / "ranges.npy").read_bytes()), allow_pickle=False)
    return cut_ranges(table)


def cut_ranges(table: Floats) -> dict[str, Floats]:
    """For each product the columns of a table of all, shape (2, parts of all products). Raises ValueError where it is
    of another shape."""
    names = [layer_name(number) + names[0] for number in range(LAYERS) for names in PRODUCTS]
    widths = _WIDTHS * LAYERS
    if table.shape != (2, sum(widths)):
        raise ValueError(f"ranges.npy is {table.shape}, not {(2, sum(widths))}: run bench/read_ranges.py")
    return dict(zip(names, np.split(table, np.cumsum(widths)[:-1], axis=1), strict=True))


def build_network(packaged: bytes, ranges: Mapping[str, Floats] | None = None) -> bytes:
    """An ONNX model: `input_ids`, int64 (wordings, pieces), in, `states`, float32 (wordings, pieces, 384), out. The
    wordings are of one length: nothing is masked.

    ranges: as `read_ranges` gives them, which are taken where none are given. Raises KeyError when the packaged model
    lacks a weight that is expected, ValueError when it is no ONNX model.
    """
    from google.protobuf.message import DecodeError
    from onnx import load_model_from_string

    try:
        graph = load_model_from_string(packaged).graph
    except DecodeError as error:
        raise ValueError("the packaged sentence model is no ONNX model") from error
    return _Network(graph, ranges or read_ranges()).build()


@dataclass(frozen=True, slots=True)
class _Product:
    """States by weights, bias added: x = step * (whole - start) for each part of the states; `columns` are whole
    numbers, one scale a column, steps and starts accounted for in scales and bias."""

    step: Floats
    start: Floats
    columns: Floats
    scales: Floats
    bias: Floats


class _Network:
    """Nodes and weights as they are put together; every method names the value that it adds."""

    def __init__(self, packaged: "GraphProto", ranges: Mapping[str, Floats]) -> None:
        from onnx import numpy_helper

        self.given = {tensor.name: tensor for tensor in packaged.initializer}
        self.column = name_products(packaged)
        self.ranges = ranges
        self._read = numpy_helper.to_array
        self.weights: dict[str, Floats] = {
            "one": np.array(1, dtype=np.float32),
            "least": np.array(0, dtype=np.uint8),
            "most": np.array(_MOST, dtype=np.uint8),
            "start": np.array([0], dtype=np.int64),
        }
        self.nodes: list[NodeProto] = []

    def build(self) -> bytes:
        from onnx import TensorProto, helper, numpy_helper

        summed, owner = self.add_embeddings(), _EMBEDDINGS
        for number in range(LAYERS):
            summed, owner = self.add_layer(layer_name(number), summed, owner)
        self.add("Identity", [self.add_norm(summed, owner)], "states")
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
        """Of each piece: what the word, its place and the one kind of wording bring, not yet normalised."""
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
        return self.add("Add", [scaled, places], "embedded")

    def add_layer(self, layer: str, summed: str, owner: str) -> tuple[str, str]:
        """One layer: every piece looks at all of its wording, then at itself. In and out: sums that are still to be
        normalised, and who holds the weights for that."""
        ask, look, widen, narrow = (self.lay_out(layer, names) for names in PRODUCTS)
        ask = _write_last(ask, look)  # each part that is looked at is a mean of values: these are written as it needs
        asked = self.add_products(ask, self.add_norm(summed, owner, ask), layer + "asked", len(_ASKED))
        looked = self.add("MultiHeadAttention", asked, layer + "looked", domain=_CONTRIBUTED, num_heads=HEADS)
        seen = self.add_product(look, looked, layer + "seen")
        between = self.add("Add", [seen, self.add_norm(summed, owner)], layer + "between")
        owner = layer + "attention.output."
        wide = self.add_product(widen, self.add_norm(between, owner, widen), layer + "wide")
        bent = self.add_steps(narrow, self.add("Gelu", [wide], layer + "bent", domain=_CONTRIBUTED))
        made = self.add_product(narrow, bent, layer + "narrow")
        return self.add("Add", [made, self.add_norm(between, owner)], layer + "sum"), layer + "output."

    def add_norm(self, summed: str, owner: str, product: _Product | None = None) -> str:
        """Normalised over the parts of each state: to a length of the root of their number, then weighed; in the steps
        of a product where one is given."""
        weight, bias = (self.read(f"{owner}LayerNorm.{part}") for part in ("weight", "bias"))
        made = f"{summed} normal" if product is None else f"{summed} in steps"
        if product is not None:
            weight, bias = weight / product.step, bias / product.step + product.start
        self.weights |= {made + " weight": weight, made + " bias": bias}
        return self.add("LayerNormalization", [summed, made + " weight", made + " bias"], made, axis=-1, epsilon=_TINY)

    def add_steps(self, product: _Product, states: str) -> str:
        """The states in the steps of the product."""
        made = states + " in steps"
        self.weights |= {made + " factor": 1 / product.step, made + " start": product.start}
        scaled = self.add("Mul", [states, made + " factor"], states + " scaled")
        return self.add("Add", [scaled, made + " start"], made)

    def add_product(self, product: _Product, steps: str, made: str) -> str:
        """States, in steps of the product, by its weights."""
        return self.add_products(product, steps, made, 1)[0]

    def add_products(self, product: _Product, steps: str, made: str, parts: int) -> list[str]:
        """The same in so many parts, each with as many of the columns: what is to be cut anyway is not put together."""
        rounded = self.add("QuantizeLinear", [steps, "one", "least"], steps + " rounded")
        whole = self.add("Clip", [rounded, "least", "most"], steps + " whole")
        cut = zip(
            np.split(product.columns, parts, axis=1),
            np.split(product.scales, parts),
            np.split(product.bias, parts),
            strict=True,
        )
        found = []
        for number, weights in enumerate(cut):
            name = f"{made} {number}"
            own = [f"{name} {part}" for part in ("columns", "scales", "bias")]
            self.weights |= dict(zip(own, weights, strict=True))
            columns, scales, bias = own
            inputs = [whole, columns, "one", scales, "", "", bias]
            found.append(self.add("MatMulIntegerToFloat", inputs, name, domain=_CONTRIBUTED))
        return found

    def lay_out(self, layer: str, names: Sequence[str]) -> _Product:
        """The product with the weights of these names side by side."""
        columns = np.concatenate([self._columns(layer + name) for name in names], axis=1)
        bias = np.concatenate([self.read(f"{layer}{name}.bias") for name in names])
        low, high = self.ranges[layer + names[0]]
        reach = np.maximum(high - low, _NARROWEST)
        share = reach**_SHARE / np.maximum(np.abs(columns).max(axis=1), _TINY) ** (1 - _SHARE)
        step = share * (reach / share).max() / _MOST
        start = -low / step
        columns = columns * step[:, None]
        scales = np.maximum(np.abs(columns).max(axis=0), _TINY) / _HEAVIEST
        whole = np.rint(columns / scales)
        return _Product(
            step.astype(np.float32),
            start.astype(np.float32),
            whole.astype(np.int8),
            scales.astype(np.float32),
            (bias - start @ (whole * scales)).astype(np.float32),
        )

    def _columns(self, name: str) -> Floats:
        column = self.column[name]
        columns: Floats = self.read(column + "_q") * self.read(column + "_scale").reshape(-1).astype(np.float64)
        return columns


def _write_last(product: _Product, following: _Product) -> _Product:
    """The product, whose last columns give what the following one takes in that one's steps."""
    scales, bias, parts = product.scales.copy(), product.bias.copy(), len(following.step)
    scales[-parts:] /= following.step
    bias[-parts:] = bias[-parts:] / following.step + following.start
    return replace(product, scales=scales, bias=bias)


def name_products(packaged: "GraphProto") -> Mapping[str, str]:
    """By the name of the bias that is added to a product: what its weights are called, which have but numbers."""
    factor = {node.output[0]: node.input[1] for node in packaged.node if node.op_type == "MatMul"}
    sums = [node for node in packaged.node if node.op_type == "Add" and node.input[0] in factor]
    return {node.input[1].removesuffix(".bias"): factor[node.input[0]] for node in sums}
