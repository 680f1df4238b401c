"""Main text from HTML on the Article Extraction Benchmark, cross-validated over the pages' sites; and speed.

    python bench/main_text.py FOLDER [--folds N] [--seed N] [--shipped]

FOLDER holds ground-truth.json and html/. For each fold the scorer is trained on the other sites as `train_lines.py`
does; what `clean` then keeps (headline aside) is compared with the gold body by the benchmark's own four-gram measure,
beside bare trafilatura. With --shipped the shipped weights are used, which have seen these pages. Speed is that of both
over the same pages in this run, in processor time.
"""

import argparse
import sys
import time
from pathlib import Path

import trafilatura

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.main_pages import GoldPage, compare, read_pages, summarize
from bench.train_lines import find_scorers
from tellings.clean.declared import trim_title
from tellings.clean.features import build_features, read_lines
from tellings.clean.jury import Jury
from tellings.clean.markup import read_markup
from tellings.clean.pages import clean_markup
from tellings.clean.scoring import score_blocks
from tellings.clean.sorting import sort_blocks


def keep_article(page: GoldPage, trees: Jury | None) -> str:
    """What `clean` keeps of the page as its body."""
    markup = read_markup(page.markup)
    if markup is None:
        return ""
    titles = [trim_title(title, markup.declared.outlet) for title in markup.declared.titles]
    if trees is None:
        scores = score_blocks(markup.blocks, markup.language)
    else:
        scores = trees.score(build_features(read_lines(markup.blocks, markup.language)))
    return "\n".join(markup.blocks[i].text for i in sort_blocks(markup.blocks, scores, titles=titles).body)


def measure_speed(pages: list[GoldPage]) -> tuple[float, float]:
    """Pages a second: trafilatura, clean."""
    peer = own = 0.0
    clean_markup(pages[0].markup)
    for page in pages:
        began = time.process_time()
        trafilatura.extract(page.markup)
        between = time.process_time()
        clean_markup(page.markup)
        peer, own = peer + between - began, own + time.process_time() - between
    return len(pages) / peer, len(pages) / own


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=0, help="another deal of the sites to the folds")
    parser.add_argument("--shipped", action="store_true")
    args = parser.parse_args()
    pages = read_pages(args.folder)
    scorer: dict[str, Jury | None] = {page.name: None for page in pages}
    if not args.shipped:
        scorer |= find_scorers("markup", pages, count=args.folds, seed=args.seed)
    peer = summarize(
        [compare(page.body, trafilatura.extract(page.markup, include_comments=False) or "") for page in pages]
    )
    own = summarize([compare(page.body, keep_article(page, scorer[page.name])) for page in pages])
    for name, (precision, recall, f1) in (("trafilatura", peer), ("clean", own)):
        print(f"{name:<12} P {precision:.4f}  R {recall:.4f}  F1 {f1:.4f}")
    fast, slow = measure_speed(pages)
    print(f"pages a second: trafilatura {fast:.1f}, clean {slow:.1f}")
    print(f"main_text precision={own[0]:.4f} recall={own[1]:.4f} f1={own[2]:.4f} speed={slow / fast:.2f}")


if __name__ == "__main__":
    main()
