"""One story of many reports in, how long its claims, findings and account take out.

usage: python bench/large_story.py [EXAMPLES] [--reports N,N,…] [--profile]

The reports are made of the sentences of the example stories of this project (default: examples): each takes two dozen
of them, with the numbers and some of the words changed, so that few are copies. Reading them is not timed. Last line:

    bench-large-story reports=… claims=… pairs=… findings_s=… account_s=… growth=…

growth: the exponent by which the time of the findings grew from the smallest story to the largest (2: with the pairs).
"""

import argparse
import cProfile
import math
import pstats
import random
import re
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.align import reading_stages
from tellings.align import findings
from tellings.align.echoes import Echoes
from tellings.align.pairs import find_pairs
from tellings.align.table import read_sides
from tellings.assemble import account
from tellings.engines.local import run_plan
from tellings.records import KINDS, Finding, Interval, Precision, Report, Story, Tables
from tellings.stage import Group

SENTENCES = 24
_WORDS = (("Tuesday", "Monday"), ("killed", "dead"), ("officials", "authorities"), ("said", "told reporters"),
          ("workers", "crews"), ("government", "ministry"), ("company", "firm"), ("large", "big"))  # fmt: skip


def read_sentences(folder: Path) -> list[str]:
    """The sentences of the text pages under the folder."""
    texts = [page.read_text(encoding="utf-8") for page in sorted(folder.glob("[df]*/*.txt"))]
    split = [sentence.strip() for text in texts for sentence in re.split(r"(?<=[.!?])\s+", text)]
    return [sentence for sentence in split if 8 <= len(sentence.split()) <= 40]


def invent_report(n: int, sentences: Sequence[str], draw: random.Random) -> Report:
    """A report of some of the sentences, in their order, each somewhat changed."""
    chosen = sorted(draw.sample(range(len(sentences)), min(SENTENCES, len(sentences))))
    text = " ".join(_change(sentences[k], draw) for k in chosen)
    day = f"2024-03-{1 + n % 20:02}"
    blank = Report(f"report{n:03}", f"report{n:03}", "", None, None, None, None, "en", text)
    return replace(
        blank, origin=f"report{n}.txt", outlet=f"Outlet {n}", published=Interval(day, day, Precision.DAY), title=None
    )


def _change(sentence: str, draw: random.Random) -> str:
    for word, other in _WORDS:
        if draw.random() < 0.4:
            sentence = re.sub(rf"\b{word}\b", other, sentence)
    return re.sub(r"\b\d{2,3}\b", lambda found: str(int(found[0]) + draw.randint(0, 9)), sentence)


def read_story(reports: Sequence[Report]) -> Tables:
    """Everything up to claims."""
    story = Story("story-large", tuple(report.id for report in reports))
    return run_plan(reading_stages(), [*reports, story], strict=True)


def measure(tables: Tables, *, profile: bool = False) -> dict[str, float]:
    """Counts and seconds of one story."""
    group = Group("story-large", {kind: tables.of(kind) for kind in KINDS})
    sides = read_sides(group)
    watch = cProfile.Profile()
    start = time.process_time()
    if profile:
        watch.enable()
    told = findings.build_findings(group)
    watch.disable()
    done = time.process_time()
    kept = {**{kind: tables.of(kind) for kind in KINDS}, Finding: tuple(told)}
    list(account.STAGE.run(Group("story-large", kept)))
    if profile:
        pstats.Stats(watch).sort_stats("cumulative").print_stats(35)
    return {
        "reports": len(group.of(Report)),
        "claims": len(sides),
        "pairs": len(find_pairs(sides, Echoes(sides))),
        "findings": len(told),
        "findings_s": done - start,
        "account_s": time.process_time() - done,
    }


def main() -> int:
    """Print a line a size, then the largest with the growth."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", nargs="?", default="examples", type=Path)
    parser.add_argument("--reports", default="50,200")
    parser.add_argument("--profile", action="store_true")
    options = parser.parse_args()
    sentences, draw = read_sentences(options.folder), random.Random(7)
    sizes = sorted(int(size) for size in options.reports.split(","))
    reports = [invent_report(n, sentences, draw) for n in range(sizes[-1])]
    rows = [measure(read_story(reports[:size]), profile=options.profile) for size in sizes]
    for row in rows:
        print("  ".join(f"{key}={value:.1f}" for key, value in row.items()))
    first, last = rows[0], rows[-1]
    growth = math.log(last["findings_s"] / first["findings_s"]) / math.log(
        max(1.01, last["reports"] / first["reports"])
    )
    print(
        f"bench-large-story reports={last['reports']:.0f} claims={last['claims']:.0f} pairs={last['pairs']:.0f}"
        f" findings_s={last['findings_s']:.1f} account_s={last['account_s']:.1f} growth={growth:.2f}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
