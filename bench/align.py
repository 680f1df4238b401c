"""Careful readings of stories in, how well claims are aligned and differences shown out.

usage: python bench/align.py GOLD_FOLDER [--held-out] [--own STORIES_FOLDER] [--seeds N] [--show]

together: pairs of clauses of different reports put on one line, against those that a careful reader put together;
differ: findings shown as differing, against the careful reader's differences (doubtful ones may be shown but need not).
--held-out: for each story the scorer is trained on the other stories first, as `bench/train_align.py` trains it: the
figure to believe; --own: and on the stories that were read for this project. --seeds: so many starts of that training,
and the figures are those of all together, since a single start moves F1 by a hundredth. --show: print every finding
that is shown as differing, and what it met.
"""

import argparse
import itertools
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.gold_stories import GoldStory, hits, read_stories
from tellings.align import findings
from tellings.align.score import Weights
from tellings.engines.local import run_plan
from tellings.records import KINDS, Capture, Finding, Story, Tables
from tellings.stage import Group, Stage

COUNTS = ("said", "right", "gold", "found", "differ_said", "differ_right", "differ_gold", "differ_found")


_LEFT_OUT = frozenset({"clean", "settle", "profile", "same_story", "stories", "related", "findings", "account"})


def reading_stages() -> list[Stage]:
    """The stages of the plan that a story given as such needs, up to claims."""
    from tellings.plan import PLAN

    cut = [stage for stage in PLAN if stage.name not in _LEFT_OUT]
    return [stage for stage in cut if Finding not in stage.reads and stage.reads[0] is not Capture]


def read_tables(story: GoldStory) -> Tables:
    """Everything that is read out of the story's reports, up to claims."""
    told = Story(f"story-{story.name}", tuple(report.id for report in story.reports))
    return run_plan(reading_stages(), [*story.reports, told], strict=True)


def tell_story(tables: Tables, weights: Weights | None = None) -> list[Finding]:
    """The story's findings."""
    kept: dict[type, tuple[Any, ...]] = {kind: tables.of(kind) for kind in KINDS}
    (story,) = tables.of(Story)
    return findings.build_findings(Group(story.id, kept), weights=weights)


def count_story(story: GoldStory, told: Sequence[Finding], *, show: bool = False) -> dict[str, int]:
    """The counts that precision and recall are made of."""
    met: dict[tuple[str, int, int], set[tuple[int, int]]] = {}

    def meet(finding: Finding) -> list[tuple[str, set[tuple[int, int]]]]:
        out = []
        for witness in finding.witnesses:
            key = (witness.span.report, witness.span.start, witness.span.end)
            if key not in met:
                met[key] = hits(story, key[0], key[1:])
            out.append((key[0], met[key]))
        return out

    count = dict.fromkeys(COUNTS, 0)
    found: set[tuple[int, int, int]] = set()
    shown: set[int] = set()
    for finding in told:
        if finding.status == "single":
            continue
        sides = meet(finding)
        showing: set[int] = set()
        for (left, mine), (right, other) in itertools.combinations(sides, 2):
            if left == right:
                continue
            pairs = {(a, m, n) for a, m in mine for b, n in other if a == b}
            pairs = {(a, min(m, n), max(m, n)) for a, m, n in pairs if _across(story, a, m, n)}
            count["said"] += 1
            count["right"] += bool(pairs)
            found |= pairs
        for (_, mine), (_, other) in itertools.combinations(sides, 2):
            showing |= {a for a, m in mine for b, n in other if a == b and _differ(story, a, m, n)}
        if finding.status == "differ":
            count["differ_said"] += 1
            count["differ_right"] += bool(showing)
            shown |= showing
            if show:
                _show(story, finding, showing)
    for a, assertion in enumerate(story.assertions):
        members = assertion.members
        count["gold"] += sum(x.report != y.report for x, y in itertools.combinations(members, 2))
        if assertion.status == "differ" and not assertion.doubtful:
            count["differ_gold"] += 1
            count["differ_found"] += a in shown
            if show and a not in shown:
                print(f"   missed: {assertion.slot}: {assertion.gist}")
    count["found"] = len(found)
    return count


def _across(story: GoldStory, a: int, m: int, n: int) -> bool:
    members = story.assertions[a].members
    return m != n and members[m].report != members[n].report


def _differ(story: GoldStory, a: int, m: int, n: int) -> bool:
    assertion = story.assertions[a]
    return assertion.status == "differ" and m != n and assertion.members[m].value != assertion.members[n].value


def _show(story: GoldStory, finding: Finding, showing: set[int]) -> None:
    print(
        f"   {'right' if showing else 'WRONG'} {finding.slot}/{finding.difference} {finding.question} | {finding.gist}"
    )
    texts = {report.id: report.text for report in story.reports}
    for witness in finding.witnesses:
        text = texts[witness.span.report][witness.span.start : witness.span.end]
        print(f"        {witness.span.report} «{text[:150]}» = {witness.value}")


def rates(right: int, said: int, found: int, gold: int) -> tuple[float, float, float]:
    """Precision, recall and F1."""
    precision, recall = right / max(1, said), found / max(1, gold)
    return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)


def main() -> int:
    """Print a line a story, then all of them."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--held-out", action="store_true")
    parser.add_argument("--own", type=Path)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--show", action="store_true")
    options = parser.parse_args()
    stories = list(read_stories(options.gold))
    read = [read_tables(story) for story in stories]
    trained: list[list[Weights | None]] = [[None] * len(stories)]
    if options.held_out:
        from bench.train_align import measure_own, train_without

        own = measure_own(options.own)
        trained = [list(train_without(stories, read, own, seed=seed)) for seed in range(options.seeds)]
    total = dict.fromkeys(COUNTS, 0)
    seconds = 0.0
    for seed, weights in enumerate(trained):
        for story, tables, weight in zip(stories, read, weights, strict=True):
            start = time.perf_counter()
            told = tell_story(tables, weight)
            seconds = max(seconds, time.perf_counter() - start)
            count = count_story(story, told, show=options.show and not seed)
            print(f"{story.name[:30]:30} {_line(count)} findings={sum(f.status != 'single' for f in told)}")
            total = {key: total[key] + count[key] for key in COUNTS}
    print(f"bench-align {_line(total)} slowest={seconds:.1f}")
    return 0


def _line(count: dict[str, int]) -> str:
    together = rates(count["right"], count["said"], count["found"], count["gold"])
    differ = rates(count["differ_right"], count["differ_said"], count["differ_found"], count["differ_gold"])
    return (
        f"together_p={together[0]:.3f} together_r={together[1]:.3f} together_f1={together[2]:.3f}"
        f" differ_p={differ[0]:.3f} ({count['differ_right']}/{count['differ_said']})"
        f" differ_r={differ[1]:.3f} ({count['differ_found']}/{count['differ_gold']})"
    )


if __name__ == "__main__":
    sys.exit(main())
