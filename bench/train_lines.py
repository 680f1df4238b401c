"""Train the scorers of lines on the Article Extraction Benchmark's pages and write their weights.

    python bench/train_lines.py FOLDER [--out src/tellings/clean/weights]

FOLDER holds ground-truth.json and html/. Two kinds: `text` for plain text pages (each stripped in two of three ways),
and `markup` for HTML (each with and without the names of its elements): trees and small nets together. The weights
carry short digests of the names of the sites that they learned from, so that a bench can tell which pages they have not
seen (`find_scorers`).
"""

import argparse
import hashlib
import sys
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.main_pages import GoldPage, folds, label_lines, read_pages, strip_page, tokens_of
from bench.mixed_pages import lose_names
from tellings.clean.blocks import Block, split_blocks
from tellings.clean.features import Lines, build_features, read_lines
from tellings.clean.jury import Jury, list_arrays, read_jury
from tellings.clean.language import find_language
from tellings.clean.markup import read_markup
from tellings.clean.nets import Nets, level
from tellings.clean.trees import Trees

KINDS = ("text", "markup")
WAYS = ("lines", "paragraphs", "bullets")
WEIGHTS = Path(__file__).resolve().parent.parent / "src/tellings/clean/weights"
NETS = 4
# Of the joint log-odds. On sites never seen the jury is surer than it should be of plain text, and lists within
# articles, of which it thinks little, were left out (F1 .925 at 1, .927 at 0.8, .930 at 0.65 and 0.5); of HTML it is
# not (.9749 at 1, .9747 at 0.65).
CALM = {"text": 0.65, "markup": 1.0}
_MENU = 4  # words below which a line is most likely of a menu
_FEWEST = 60  # pages from which weights can be learned


@dataclass(frozen=True)
class Example:
    """One page as lines, with its table of numbers, and for each line whether it belongs and how much that counts."""

    lines: Lines
    features: NDArray[np.float32]
    labels: NDArray[np.int8]
    weights: NDArray[np.float64]


def strip(page: GoldPage, way: str) -> str:
    """The page as plain text, in one of the ways in which pages are stripped."""
    return strip_page(page.markup, blank_lines=way != "lines", bullets=way == "bullets")


def label_blocks(blocks: Sequence[Block], page: GoldPage) -> NDArray[np.bool_]:
    """Which blocks belong to the article."""
    return np.array(label_lines([block.text for block in blocks], page.body)) >= 0.5


def read_text_example(page: GoldPage, way: str) -> Example:
    """A page stripped to text."""
    text = strip(page, way)
    blocks = split_blocks(text)
    return build_example(blocks, label_blocks(blocks, page), find_language(text))


def read_markup_example(page: GoldPage, way: str) -> Example:
    """An HTML page."""
    markup = read_markup(page.markup)
    blocks = list(markup.blocks) if markup else [Block("-")]
    return build_example(blocks, label_blocks(blocks, page), markup.language if markup else "und")


def read_nameless_example(page: GoldPage) -> Example:
    """An HTML page whose names say less; it counts half, since most pages have names."""
    example = read_markup_example(lose_names(page), "")
    return Example(example.lines, example.features, example.labels, example.weights / 2)


def build_example(blocks: Sequence[Block], labels: NDArray[np.bool_], language: str) -> Example:
    """Weights make every page count alike, and every word within it."""
    lines = read_lines(blocks, language)
    lengths = np.array([len(tokens_of(block.text)) for block in blocks])
    weights = (lengths + 3) / max(60, int(lengths[labels].sum()))
    return Example(lines, build_features(lines), labels.astype(np.int8), weights)


def read_examples(kind: str, pages: Sequence[GoldPage]) -> list[list[Example]]:
    """The pages, each in the forms in which it is learned from."""
    if kind == "markup":
        return [[read_markup_example(page, ""), read_nameless_example(page)] for page in pages]
    ways = [(WAYS[i % len(WAYS)], WAYS[(i + 1) % len(WAYS)]) for i in range(len(pages))]
    return [[read_text_example(page, way) for way in both] for page, both in zip(pages, ways, strict=True)]


def learn(kind: str, examples: Sequence[Sequence[Example]]) -> Jury:
    """Trees and nets over the pages in all their forms."""
    flat = [example for forms in examples for example in forms]
    thinned = [thin(example, seed) for seed, example in enumerate(flat)]
    return Jury(fit(thinned), fit_nets(thinned if kind == "markup" else flat), CALM[kind])


def thin(example: Example, seed: int) -> Example:
    """The example with a third of its shortest lines that do not belong, each counting thrice: menus are most lines of
    most pages, and are known after a few (training takes half the time, F1 is the same)."""
    short = np.array([len(words) < _MENU for words in example.lines.words]) & (example.labels == 0)
    keep = ~short | (np.random.default_rng(seed).random(len(short)) < 1 / 3)
    weights = np.where(short, 3.0, 1.0) * example.weights
    return Example(example.lines, example.features[keep], example.labels[keep], weights[keep])


def fit(examples: Sequence[Example]) -> Trees:
    """Boosted trees, as plain arrays."""
    table, labels, weights = stack(examples)
    model = HistGradientBoostingClassifier(
        max_iter=150, learning_rate=0.08, max_leaf_nodes=15, min_samples_leaf=40, l2_regularization=10,
        max_features=0.3, random_state=0, early_stopping=False,
    )  # fmt: skip
    model.fit(table, labels, sample_weight=weights)
    return export(model)


def fit_nets(examples: Sequence[Example]) -> Nets:
    """Small nets that begin differently, as plain arrays. They stop early and their weights are kept small: more rounds
    or units fit the few sites better and others worse."""
    table, labels, weights = stack(examples)
    middle, spread = table.mean(0), table.std(0) + np.float32(1e-3)
    even = level(table, middle, spread)
    nets = []
    for seed in range(NETS):
        net = MLPClassifier(
            (32,), alpha=0.3, max_iter=12, batch_size=256, learning_rate_init=1e-3, random_state=seed
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            net.fit(even, labels, sample_weight=weights)
        nets.append(net)
    return Nets(
        middle, spread,
        np.stack([net.coefs_[0] for net in nets]), np.stack([net.intercepts_[0] for net in nets]),
        np.stack([net.coefs_[1][:, 0] for net in nets]), np.stack([net.intercepts_[1][0] for net in nets]),
    )  # fmt: skip


def stack(
    examples: Sequence[Example],
) -> tuple[NDArray[np.float32], NDArray[np.int8], NDArray[np.float64]]:
    """The tables of all pages, one below the other; weights around one."""
    weights = np.hstack([example.weights for example in examples])
    return (
        np.vstack([example.features for example in examples]),
        np.hstack([example.labels for example in examples]),
        weights * len(weights) / weights.sum(),
    )


def export(model: HistGradientBoostingClassifier) -> Trees:
    """The nodes of all trees in one row, children side by side."""
    roots: list[int] = []
    feature: list[int] = []
    threshold: list[float] = []
    left: list[int] = []
    value: list[float] = []
    for (predictor,) in model._predictors:
        nodes, start = predictor.nodes, len(feature)
        roots.append(start)
        order = [0]  # grows while it is read: parents before children, children side by side
        for node in order:
            leaf = bool(nodes[node]["is_leaf"])
            feature.append(-1 if leaf else int(nodes[node]["feature_idx"]))
            threshold.append(0.0 if leaf else float(nodes[node]["num_threshold"]))
            value.append(float(nodes[node]["value"]) if leaf else 0.0)
            left.append(0 if leaf else start + len(order))
            if not leaf:
                order += [int(nodes[node]["left"]), int(nodes[node]["right"])]
    return Trees(
        np.array(roots, np.int32), np.array(feature, np.int16), np.array(threshold, np.float32),
        np.array(left, np.int32), np.array(value, np.float32), float(np.ravel(model._baseline_prediction)[0]),
    )  # fmt: skip


def digest_site(site: str) -> int:
    """A site's name as a short number: enough to know it again, too little to read it."""
    return int.from_bytes(hashlib.sha256(site.encode()).digest()[:4], "big")


def read_sites(kind: str, weights: Path = WEIGHTS) -> frozenset[int]:
    """The sites that the shipped weights learned from."""
    with np.load(weights / f"{kind}.npz") as arrays:
        return frozenset(map(int, arrays["sites"])) if "sites" in arrays else frozenset()


def is_learned(page: GoldPage, sites: frozenset[int]) -> bool:
    """Whether the weights learned from the page's site."""
    return digest_site(page.group) in sites


def find_scorers(
    kind: str, pages: Sequence[GoldPage], *, count: int = 5, seed: int = 0, shipped: bool = True
) -> dict[str, Jury]:
    """Whose weights score each page, by its name: the shipped ones where these have not learned from its site, else
    ones learned here from the other sites in `count` folds. Of learned pages too few to learn from, none is scored: the
    figure would be flattery. Without `shipped`, all pages count as learned from."""
    sites = read_sites(kind) if shipped else frozenset(digest_site(page.group) for page in pages)
    learned = [page for page in pages if is_learned(page, sites)]
    scorers = {page.name: read_jury(kind) for page in pages if not is_learned(page, sites)}
    if len(learned) < _FEWEST:
        return scorers
    examples = read_examples(kind, learned)
    for known, unknown in folds(learned, count, seed=seed):
        jury = learn(kind, [examples[i] for i in known])
        scorers |= {learned[i].name: jury for i in unknown}
    return scorers


def write(jury: Jury, path: Path, *, sites: Sequence[str]) -> None:
    """The arrays, packed, with the digests of the sites that were learned from."""
    path.parent.mkdir(parents=True, exist_ok=True)
    digests = np.array(sorted({digest_site(site) for site in sites}), np.uint32)
    np.savez_compressed(path, allow_pickle=False, sites=digests, **list_arrays(jury))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--kind", choices=KINDS)
    args = parser.parse_args()
    pages = read_pages(args.folder)
    for kind in [args.kind] if args.kind else KINDS:
        jury = learn(kind, read_examples(kind, pages))
        path = args.out / f"{kind}.npz"
        write(jury, path, sites=[page.group for page in pages])
        print(f"{path}: {len(jury.trees.roots)} trees, {NETS * bool(jury.nets)} nets, {path.stat().st_size} bytes")


if __name__ == "__main__":
    main()
