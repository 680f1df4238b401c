"""Main text from plain text pages with all furniture left in, cross-validated over the pages' sites.

    python bench/plain_text.py FOLDER [--folds N] [--seed N] [--peers]

FOLDER holds the Article Extraction Benchmark, or other pages in its form (ground-truth.json, html/). The pages are
stripped to text in two ways, one that keeps the line breaks of blocks and one that keeps blank lines as well, and what
`clean` keeps (headline aside) is compared with the gold body by the benchmark's own four-gram measure. Pages of sites
that the shipped weights have not learned from are scored by these; the others, for each fold, by weights learned from
the other sites as `train_lines.py` does; where both kinds are there, each has its figures. --seed deals the sites to
the folds otherwise. With --peers also: everything kept, and justext over one paragraph a line.
"""

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import justext

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.main_pages import GoldPage, compare, read_pages, summarize
from bench.train_lines import find_scorers, is_learned, read_sites, strip
from tellings.clean.blocks import Block, split_blocks
from tellings.clean.dates import find_reading
from tellings.clean.features import build_features, read_lines
from tellings.clean.jury import Jury
from tellings.clean.language import find_language
from tellings.clean.sorting import sort_blocks

Figures = dict[str, float]
WAYS = ("lines", "paragraphs")


def keep_article(page: GoldPage, way: str, jury: Jury) -> tuple[str, str]:
    """What `clean` keeps of the page as its body, with and without the captions in it."""
    text = strip(page, way)
    blocks, language = split_blocks(text), find_language(text)
    scores = jury.score(build_features(read_lines(blocks, language)))
    article = sort_blocks(blocks, scores, reading=find_reading((block.text for block in blocks), language, None))
    without = [i for i in article.body if i not in article.captions]
    return join(blocks, article.body), join(blocks, without)


def join(blocks: Sequence[Block], places: Sequence[int]) -> str:
    """The text of these blocks, one a line."""
    return "\n".join(blocks[i].text for i in places)


def keep_justext(text: str) -> str:
    """The peer: justext over one `<p>` a line."""
    markup = "".join(f"<p>{line.replace('<', '&lt;')}</p>" for line in text.splitlines())
    paragraphs = justext.justext(f"<html><body>{markup}</body></html>", justext.get_stoplist("English"))
    return "\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate)


def show(name: str, results: Sequence[tuple[float, float]]) -> float:
    """Print precision, recall and F1; return F1."""
    precision, recall, f1 = summarize(results)
    print(f"{name:<44} P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}", flush=True)
    return f1


def measure(pages: Sequence[GoldPage], way: str, scorers: Mapping[str, Jury], learned: frozenset[str]) -> Figures:
    """F1 of what is kept of these pages, of the learned and of the unseen ones where both are there."""
    kept = {page.name: keep_article(page, way, scorers[page.name]) for page in pages}
    kinds = {"": pages, "_unseen": [page for page in pages if page.name not in learned]}
    if not 0 < len(kinds["_unseen"]) < len(pages):
        kinds.pop("_unseen")
    figures = {}
    for kind, some in kinds.items():
        for end, choice in (("", 0), ("_text", 1)):
            results = [compare(page.body, kept[page.name][choice]) for page in some]
            name = f"{way}{kind}: clean{', captions not counted' * choice}"
            figures[f"f1_{way}{kind}{end}"] = show(name, results)
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--peers", action="store_true")
    args = parser.parse_args()
    pages = read_pages(args.folder)
    sites = read_sites("text")
    learned = frozenset(page.name for page in pages if is_learned(page, sites))
    scorers = find_scorers("text", pages, count=args.folds, seed=args.seed)
    if left := len(pages) - len(scorers):
        print(f"{left} pages of sites that the weights learned from are left out: too few to learn without them")
    pages = [page for page in pages if page.name in scorers]
    if not pages:
        sys.exit("no page is left to measure on")
    figures: Figures = {}
    for way in WAYS:
        if args.peers:
            stripped = [(page.body, strip(page, way)) for page in pages]
            show(f"{way}: everything", [compare(body, text) for body, text in stripped])
            show(f"{way}: justext", [compare(body, keep_justext(text)) for body, text in stripped])
        figures |= measure(pages, way, scorers, learned)
    shares = f"learned={len(learned & scorers.keys())} unseen={len(scorers.keys() - learned)}"
    print(f"plain_text {shares} " + " ".join(f"{key}={f1:.4f}" for key, f1 in figures.items()))


if __name__ == "__main__":
    main()
