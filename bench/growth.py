"""What a report costs a store that grows: the stages that look across reports, batch by batch, stage by stage.

usage: growth.py [--reports N] [--batch N] [--first N] [--seed N] [--shuffled] [--check]

Invented reports come in portions, in the order in which they were published, as a store is given them; what is timed is
finding the stories anew with what the store keeps, in processor time: `same_story`, `stories` and `related`. Reading
closely and making profiles is not. A line for each batch: reports held before it, milliseconds a report by stage and
together, pairs of reports newly judged a report, and megabytes of the store. `--shuffled`: they come in any order.
`--check` holds the records at the end against those of one run over all reports in memory. Last line:

    growth reports=… batch=… ms_first=… ms_last=… growth=… each=… mb=… [equal=1]

ms_first: of the batch that came when --first reports were held; growth: the last batch as a share of it, which tells
little about the machine. each: the same for what a newly judged pair costs: a report is judged beside more others the
more are held, until each of its keys has led it to as many as are looked at (`same_story.NEAREST`).
"""

import argparse
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.invention.stream import invent_reports
from tellings.cluster import related, same_story, stories
from tellings.cluster.profile import build_appearance, build_profile
from tellings.engines.incremental import give, run_changes
from tellings.engines.local import run_plan
from tellings.records import KINDS, Appearance, Profile, Tables
from tellings.stage import Stage
from tellings.store import layout
from tellings.store.rows import Rows

PLAN: tuple[Stage, ...] = (same_story.STAGE, stories.STAGE, related.STAGE)

Given = tuple[Profile, Appearance]


def invent_profiles(seed: int, reports: int) -> Iterator[Given]:
    """What the stages are given of each report."""
    for sample in invent_reports(seed, reports):
        profile = build_profile(sample.report, sample.sentences, sample.mentions, vector=False)
        yield profile, build_appearance(sample.report)


def add(rows: Rows, batch: Sequence[Given]) -> list[float]:
    """Take in a batch; processor seconds of each stage, the first with laying down what is given."""
    begun = time.process_time()
    changes = [change for given in batch for change in give(PLAN, rows, given[0].report, given)]
    seconds = []
    for number in range(len(PLAN)):
        changes = run_changes(PLAN, rows, changes, first=number, last=number + 1, strict=True)
        seconds.append(time.process_time() - begun)
        begun = time.process_time()
    return seconds


def count_pairs(connection: sqlite3.Connection) -> int:
    """Pairs of reports that are judged to be of one story or not."""
    query = "SELECT total(length(pairs)) / 16 FROM scored WHERE relation = ?"
    return int(connection.execute(query, (same_story.RELATION,)).fetchone()[0])


def is_equal(rows: Rows, given: Sequence[Given]) -> bool:
    """Whether the rows are those of one run over all that was given."""
    held = Tables(record for _, records in rows.read(rows.find_all(KINDS, len(PLAN))) for record in records)
    whole = run_plan(PLAN, [record for both in given for record in both], strict=True)
    return list(held.rows()) == list(whole.rows())


def main() -> int:
    """Add batch by batch; exit status 1 where the rows differ."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--reports", type=int, default=3000)
    options.add_argument("--batch", type=int, default=500)
    options.add_argument("--first", type=int, default=1000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--shuffled", action="store_true")
    options.add_argument("--check", action="store_true")
    asked = options.parse_args()
    source = invent_profiles(asked.seed, asked.reports)
    if asked.shuffled:
        held = list(source)
        random.Random(asked.seed).shuffle(held)
        source = iter(held)
    given: list[Given] = []
    costs: dict[int, tuple[float, float]] = {}  # by reports held, milliseconds a report and a judged pair
    judged = 0
    with tempfile.TemporaryDirectory() as place:
        connection = layout.open_write(Path(place))
        rows = Rows(connection)
        while batch := list(islice(source, asked.batch)):
            connection.execute("BEGIN IMMEDIATE")
            seconds = add(rows, batch)
            begun = time.process_time()
            connection.execute("COMMIT")
            seconds.append(time.process_time() - begun)
            each = [1000 * second / len(batch) for second in seconds]
            pairs, judged = count_pairs(connection) - judged, count_pairs(connection)
            costs[len(given)] = sum(each), sum(each) * len(batch) / max(1, pairs)
            told = " ".join(
                f"{name}={ms:.1f}" for name, ms in zip([*(s.name for s in PLAN), "commit"], each, strict=True)
            )
            size = sum(file.stat().st_size for file in Path(place).iterdir()) / 1e6
            print(
                f"held={len(given)} {told} ms={sum(each):.1f} pairs={pairs / len(batch):.0f} mb={size:.0f}", flush=True
            )
            given += batch
        equal = is_equal(rows, given) if asked.check else None
        connection.close()
        size = (Path(place) / layout.FILE).stat().st_size / 1e6
    first, last = costs[min(costs, key=lambda held: abs(held - asked.first))], list(costs.values())[-1]
    tail = "" if equal is None else f" equal={int(equal)}"
    print(
        f"growth reports={asked.reports} batch={asked.batch} ms_first={first[0]:.1f} ms_last={last[0]:.1f} "
        f"growth={last[0] / first[0]:.2f} each={last[1] / first[1]:.2f} mb={size:.0f}{tail}"
    )
    return 1 if equal is False else 0


if __name__ == "__main__":
    raise SystemExit(main())
