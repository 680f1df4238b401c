"""Main text from plain text pages with all furniture left in, cross-validated over the pages' sites.

    python bench/plain_text.py FOLDER [--folds N]

FOLDER holds the Article Extraction Benchmark (ground-truth.json, html/). Its pages are stripped to text in two ways,
one that keeps the line breaks of blocks and one that keeps blank lines as well; for each fold the scorer is trained on
the other sites as `train_lines.py` does, and what `clean` then keeps (headline aside) is compared with the gold body by
the benchmark's own four-gram measure. Beside it: everything kept, and justext over one paragraph a line.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import justext

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.main_pages import GoldPage, compare, folds, read_pages, summarize
from bench.train_lines import build_example, fit, label_blocks, read_examples, strip
from tellings.clean.blocks import split_blocks
from tellings.clean.language import find_language
from tellings.clean.sorting import sort_blocks
from tellings.clean.trees import Trees

WAYS = ("lines", "paragraphs")


def keep_article(page: GoldPage, way: str, trees: Trees, *, captions: bool) -> str:
    """What `clean` keeps of the page as its body."""
    text = strip(page, way)
    blocks = split_blocks(text)
    example = build_example(blocks, label_blocks(blocks, page), find_language(text))
    article = sort_blocks(blocks, trees.score(example.features))
    return "\n".join(blocks[i].text for i in article.body if captions or i not in article.captions)


def keep_justext(text: str) -> str:
    """The peer: justext over one `<p>` a line."""
    markup = "".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in text.splitlines())
    paragraphs = justext.justext(f"<html><body>{markup}</body></html>", justext.get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def measure(pages: Sequence[GoldPage], way: str, keep: Callable[[GoldPage], str], name: str) -> float:
    """Print precision, recall and F1; return F1."""
    precision, recall, f1 = summarize([compare(page.body, keep(page)) for page in pages])
    print(f"{way:<11} {name:<22} P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}", flush=True)
    return f1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    args = parser.parse_args()
    pages = read_pages(args.folder)
    examples = read_examples("text", pages)
    scorer: dict[str, Trees] = {}
    for known, unknown in folds(pages, args.folds):
        trees = fit([examples[i] for i in known])
        scorer |= {pages[i].name: trees for i in unknown}
    figures = {}
    for way in WAYS:
        measure(pages, way, lambda page, way=way: strip(page, way), "everything")  # type: ignore[misc]
        measure(pages, way, lambda page, way=way: keep_justext(strip(page, way)), "justext")  # type: ignore[misc]
        for captions in (True, False):
            figures[way, captions] = measure(
                pages, way,
                lambda page, way=way, captions=captions: keep_article(page, way, scorer[page.name], captions=captions),  # type: ignore[misc]
                "clean" if captions else "clean without captions",
            )  # fmt: skip
    print(
        "plain_text "
        + " ".join(f"f1_{way}={figures[way, True]:.4f} f1_{way}_text={figures[way, False]:.4f}" for way in WAYS)
    )


if __name__ == "__main__":
    main()
