"""Read and clean pages that were damaged in every way we know of, wrapped in every format that is read.

usage: python bench/mutated.py FOLDER [--pages N] [--seed S] [--plan] [--only CASE]

FOLDER is the Article Extraction Benchmark's; our own examples are mixed in. Case number and seed make the page, its
format and its mutations, so that `--only CASE` runs one of them alone. Counted are
  crashes  errors that nobody turned into a Drop
  lost     inputs of which nothing is heard again, and records that are not as records have to be
  slow     pages that took more than SECONDS of processor time
With --plan, every 50th page that became a report goes through the whole plan together with a good one.
"""

import argparse
import resource
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random
from types import FrameType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.fuzz import BrokenPromiseError, Outcome, read_sniffed
from bench.mutations import LONGEST, MUTATIONS, Mutation
from bench.wrappings import WRAPPINGS, Page, read_sources
from tellings.engines.local import run_plan
from tellings.ingest.received import Received, make_capture
from tellings.plan import PLAN
from tellings.records import Account, Drop, Report, Tables

EXAMPLES = Path(__file__).parents[1] / "examples"
SECONDS = 10.0  # of processor time for one input; an article takes about .05
_HARD = 60  # from which a page is given up
_PLAN_STEP = 50


class _TooLong(BaseException):
    """Raised into a page that takes longer than _HARD; no page may catch it."""


@dataclass(slots=True)
class Tally:
    """What became of all pages."""

    counts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    by_format: Counter[str] = field(default_factory=Counter)
    reports: list[Report] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Case:
    """A mutated page: where it lies, its bytes, and how it came about."""

    number: int
    origin: str
    content: bytes
    story: str


def build_case(pages: Sequence[Page], seed: int, number: int) -> Case:
    """The same case for the same pages, seed and number."""
    random = Random(f"{seed}:{number}")
    names = list(WRAPPINGS)
    ending = names[number % len(names)]
    page, other = random.choice(pages), random.choice(pages)
    inside = [random.choice(MUTATIONS) for _ in range(random.choice((0, 0, 1, 2)))]
    fewest = 0 if inside else 1
    outside = [random.choice(MUTATIONS) for _ in range(random.choice((fewest, 1, 1, 2)))]
    for mutation in inside:
        page = _mutate_page(page, mutation, random, other)
    content = WRAPPINGS[ending](page)
    for mutation in outside:
        content = mutation(content, random, WRAPPINGS[random.choice(names)](other))[:LONGEST]
    told = "+".join(mutation.__name__ for mutation in inside) or "-"
    story = f"{page.name[:12]} {told} -> {ending} -> {'+'.join(m.__name__ for m in outside) or '-'}"
    return Case(number, f"folder/{number}.{ending}", content, story)


def _mutate_page(page: Page, mutation: Mutation, random: Random, other: Page) -> Page:
    state = random.getrandbits(64)

    def change(text: str, with_text: str) -> str:
        content = text.encode("utf-8", "surrogateescape")
        mutated = mutation(content, Random(state), with_text.encode("utf-8", "surrogateescape"))
        return mutated[:LONGEST].decode("utf-8", "surrogateescape")

    return replace(
        page,
        markup=change(page.markup, other.markup),
        lines=change(page.lines, other.lines),
        paragraphs=change(page.paragraphs, other.paragraphs),
    )


def _give_up(number: int, frame: FrameType | None) -> None:
    raise _TooLong


def run_case(case: Case, tally: Tally, seed: int) -> None:
    """Read the case and count what came of it; what is wrong is printed with what it takes to run it alone."""
    signal.signal(signal.SIGVTALRM, _give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, _HARD)
    begun = time.process_time()
    wrong, why = "", ""
    try:
        outcome = read_sniffed(case.origin, case.content)
        _count(outcome, case, tally)
    except BrokenPromiseError as error:
        wrong, why = "lost", str(error)
    except _TooLong:
        wrong, why = "slow", "".join(traceback.format_exc().splitlines(keepends=True)[-9:])
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        wrong, why = "crashes", "".join(traceback.format_exc().splitlines(keepends=True)[-7:])
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    taken = time.process_time() - begun
    if not wrong and taken > SECONDS:
        wrong, why = "slow", f"{taken:.1f} s for {len(case.content)} bytes"
    tally.slowest = max(tally.slowest, taken)
    if wrong:
        tally.counts[wrong] += 1
        print(f"{wrong}: --seed {seed} --only {case.number}: {case.story}\n  {why}", flush=True)


def _count(outcome: Outcome, case: Case, tally: Tally) -> None:
    tally.counts["reports"] += len(outcome.reports)
    tally.counts["drops"] += len(outcome.drops)
    tally.by_format[f"{case.origin.partition('.')[2]} {'read' if outcome.reports else 'dropped'}"] += 1
    if outcome.reports and len(tally.reports) * _PLAN_STEP <= tally.counts["reports"]:
        tally.reports.append(outcome.reports[0])


def run_plans(reports: Sequence[Report], tally: Tally, seed: int) -> None:
    """The whole plan over each mutated report, as text, beside a good one: no stage may fail, the good one is told."""
    good = (EXAMPLES / "ferry" / "2_evening_post.txt").read_bytes()
    for report in reports:
        begun = time.process_time()
        pieces = (Received("good.txt", good), Received("mutated.txt", report.text.encode("utf-8", "replace")))
        tables = run_plan(PLAN, [make_capture(piece, "text/plain") for piece in pieces])
        failed = [drop for drop in tables.of(Drop) if "failed on it" in drop.reason]
        taken = time.process_time() - begun
        if failed:
            tally.counts["crashes"] += 1
            print(f"crashes: --seed {seed}: plan on {report.origin}: {failed[0].reason} {failed[0].detail}", flush=True)
        if not _tells(tables, "good.txt"):
            tally.counts["lost"] += 1
            print(f"lost: --seed {seed}: the good report beside {report.origin}", flush=True)
        if taken > _HARD:
            tally.counts["slow"] += 1
            print(
                f"slow: --seed {seed}: plan on {report.origin}: {taken:.1f} s for {len(report.text)} letters",
                flush=True,
            )
        tally.slowest = max(tally.slowest, taken)


def _tells(tables: Tables, origin: str) -> bool:
    return bool(tables.of(Account)) and any(report.origin == origin for report in tables.of(Report))


def main() -> int:
    """Print one line of figures last; exit status 0 whatever they are: the floors judge."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", type=int, help="the number of one case")
    parser.add_argument("--keep", type=Path, help="with --only: write its bytes to this file")
    parser.add_argument("--plan", action="store_true", help="every 50th report through the whole plan too")
    parser.add_argument("--verbose", action="store_true", help="a line for each format")
    options = parser.parse_args()
    pages = read_sources(options.folder, EXAMPLES)
    numbers = range(options.pages) if options.only is None else (options.only,)
    tally = Tally()
    for number in numbers:
        case = build_case(pages, options.seed, number)
        if options.keep:
            options.keep.write_bytes(case.content)
        run_case(case, tally, options.seed)
    if options.plan:
        run_plans(tally.reports, tally, options.seed)
    if options.verbose:
        print("\n".join(f"{name}: {count}" for name, count in sorted(tally.by_format.items())))
    counts, peak = tally.counts, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"mutated pages={len(numbers)} crashes={counts['crashes']} lost={counts['lost']} slow={counts['slow']} "
        f"slowest_s={tally.slowest:.1f} peak_mb={peak:.0f} reports={counts['reports']} drops={counts['drops']}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
