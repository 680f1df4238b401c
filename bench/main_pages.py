"""The Article Extraction Benchmark's pages in; its measure, its pages stripped to text, and labels of lines out."""

import gzip
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from lxml import etree, html

_TOKEN = re.compile(r"\w+")
_SIZE = 4
_BLOCK = set(
    """address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main menu nav ol option p pre section select
    summary table tbody td tfoot th thead title tr ul""".split()
)
_SPACED = set("p h1 h2 h3 h4 h5 h6 ul ol dl table blockquote pre figure hr article section form".split())
_UNSEEN = ("script", "style", "noscript", "template", "svg", "iframe", "object", "head", "textarea", "select", "option")


@dataclass(frozen=True, slots=True)
class GoldPage:
    """A page with the text that people marked as its article. `group`: its site, kept on one side of any split."""

    name: str
    group: str
    markup: str
    body: str


def read_pages(folder: Path) -> list[GoldPage]:
    """Every page of the benchmark folder, by name."""
    gold = json.loads((folder / "ground-truth.json").read_text(encoding="utf-8"))
    pages = []
    for name in sorted(gold):
        markup = gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode("utf-8", "replace")
        group = ".".join(urlsplit(gold[name]["url"]).netloc.split(".")[-2:])
        pages.append(GoldPage(name, group, markup, gold[name]["articleBody"]))
    return pages


def tokens_of(text: str) -> list[str]:
    """Words as the benchmark counts them."""
    return _TOKEN.findall(text)


def shingles_of(text: str) -> Counter[tuple[str, ...]]:
    """The benchmark's four-grams; a shorter text is one shingle."""
    words = tokens_of(text)
    return Counter(tuple(words[i : i + _SIZE]) for i in range(max(1, len(words) - _SIZE + 1)))


def compare(gold: str, found: str) -> tuple[float, float]:
    """Precision and recall of one page."""
    wanted, got = shingles_of(gold), shingles_of(found)
    hits = sum((wanted & got).values())
    return hits / max(1, sum(got.values())), hits / max(1, sum(wanted.values()))


def summarize(results: Sequence[tuple[float, float]]) -> tuple[float, float, float]:
    """Mean precision, mean recall, and F1 of the two means, as the benchmark has it."""
    precision = sum(p for p, _ in results) / len(results)
    recall = sum(r for _, r in results) / len(results)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def strip_page(markup: str, *, blank_lines: bool, bullets: bool = False) -> str:
    """The page as plain text with all furniture left in: one line a block; with `blank_lines`, paragraphs apart."""
    tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    etree.strip_elements(tree, *_UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    parts: list[str] = []
    for event, node in etree.iterwalk(tree, events=("start", "end")):
        mark = ""
        if node.tag in _BLOCK:
            mark = "\n\n" if blank_lines and node.tag in _SPACED else "\n"
        if event == "start":
            parts += [mark, "  • " if bullets and node.tag == "li" else "", _plain(node.text)]
        else:
            parts += [mark, _plain(node.tail)]
    return _tidy("".join(parts))


def _plain(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _tidy(text: str) -> str:
    text = re.sub(r"[ \t]*\n[ \t]*(?![ \t]*•)", "\n", text)
    text = re.sub(r"\n(?:[ \t]*\n)+", "\n\n", text)
    return re.sub(r"^[ •\t]*$", "", text, flags=re.M).strip()


def label_lines(lines: Sequence[str], gold: str) -> list[float]:
    """For each line the share of it that belongs to the gold text; short lines are judged with their neighbours."""
    wanted = shingles_of(gold)
    words = [tokens_of(line) for line in lines]
    labels: list[float | None] = [_share(line, wanted) if len(line) >= _SIZE else None for line in words]
    for direction in (1, -1):
        for i in range(len(lines))[::direction]:
            if labels[i] is None and words[i]:
                labels[i] = _judge_short(words, labels, i, wanted, direction)
    firm = [label if label is not None else 0.0 for label in labels]
    return _once(words, firm, Counter(tuple(tokens_of(line)) for line in gold.split("\n")))


def _share(line: Sequence[str], wanted: Counter[tuple[str, ...]]) -> float:
    grams = [tuple(line[i : i + _SIZE]) for i in range(len(line) - _SIZE + 1)]
    return sum(gram in wanted for gram in grams) / len(grams)


def _judge_short(
    words: Sequence[list[str]], labels: Sequence[float | None], i: int, wanted: Counter[tuple[str, ...]], direction: int
) -> float | None:
    """A line of under four words belongs where it runs on from (or into) a line that belongs."""
    neighbour = i - direction
    while 0 <= neighbour < len(words) and not words[neighbour]:
        neighbour -= direction
    if not 0 <= neighbour < len(words) or (labels[neighbour] or 0) < 0.5:
        return None
    if direction == 1:
        run = words[neighbour][-(_SIZE - 1) :] + words[i]
    else:
        run = words[i] + words[neighbour][: _SIZE - 1]
    if len(run) < _SIZE:
        return 1.0 if any(gram[: len(run)] == tuple(run) for gram in wanted) else None
    return 1.0 if _share(run, wanted) >= 0.99 else None


def _once(words: Sequence[list[str]], labels: list[float], paragraphs: Counter[tuple[str, ...]]) -> list[float]:
    """Of lines that come several times, only as many belong as the gold text has: those among others that belong."""
    places: dict[tuple[str, ...], list[int]] = {}
    for i, words_here in enumerate(words):
        if labels[i] >= 0.5:
            places.setdefault(tuple(words_here), []).append(i)
    for line, at in places.items():
        if len(at) < 2:
            continue
        ranked = sorted(at, key=lambda i: -sum(labels[max(0, i - 6) : i + 7]))
        for i in ranked[max(1, paragraphs[line]) :]:
            labels[i] = 0.0
    return labels


def folds(pages: Sequence[GoldPage], count: int, *, seed: int = 0) -> Iterator[tuple[list[int], list[int]]]:
    """Train and test indices; pages of one site are never on both sides. Another seed deals the sites otherwise."""
    groups = sorted({page.group for page in pages})
    if seed:
        random.Random(seed).shuffle(groups)
    rank = {group: position % count for position, group in enumerate(groups)}
    for fold in range(count):
        test = [i for i, page in enumerate(pages) if rank[page.group] == fold]
        yield [i for i in range(len(pages)) if i not in set(test)], test
