"""Claims out of their story: how the comparison of claims does on public pairs of sentences. A stress test, no target.

    python bench/stress.py FOLDER [--every N] [--errors]

FOLDER holds nanco_4_questions.json, ClaimDiff-*-train.json and fever_symmetric_dev.jsonl. Every text is made a tiny
report, every pair a story of two, and told by the plan's own stages; nothing is trained on these sets.

fever    FEVER-symmetric: the evidence supports the claim or refutes it. Refuted is what is shown as differing. Balanced
         accuracy over the two.
weak     ClaimDiff: one report's claim weakens the other's. Ours: shown as differing. Macro F1.
strong   ClaimDiff: it strengthens it. Ours: both on one line, nothing shown as differing. Macro F1.
nanco    Answers of many outlets to one question, grouped by readers. A pair is of one group where the claims that
         overlap the answers are likely one assertion and nothing speaks against it (`claims`); the figure adds the
         cosine of the answers themselves, which are often mere phrases. Balanced accuracy, the threshold taken from the
         other three questions. Best published .813; textual inference alone .580.

The peer of the same run is the cosine of the two sentences: for fever, weak and strong with the threshold that is best
in hindsight, for nanco with that of the other questions.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import numpy as np
from sklearn.metrics import balanced_accuracy_score, f1_score

from bench.align import reading_stages
from tellings.align import findings
from tellings.align.differences import compare_sides
from tellings.align.pairs import measure_pairs
from tellings.align.score import score_pairs
from tellings.align.table import read_sides
from tellings.engines.local import run_plan
from tellings.linking.vectors import embed
from tellings.records import Interval, Precision, Report, Span, Story, Tables
from tellings.stage import Cut, Group, Stage, cut_groups

BATCH = 120  # stories told in one run
CLAIMS = 0.25  # weight of the claims beside the cosine of the answers; .1 to .5 give .767 to .770


@dataclass(frozen=True)
class Pair:
    """Two texts and whether the gold holds the relation that is asked for."""

    left: str
    right: str
    gold: bool


@dataclass(frozen=True)
class Answer:
    """An answer within its paragraph, and the group that readers put it into."""

    paragraph: str
    start: int
    end: int
    group: int


# --- sets ----------------------------------------------------------------------------------------------------------


def read_fever(folder: Path) -> list[Pair]:
    """Refuted or supported."""
    rows = [json.loads(line) for line in (folder / "fever_symmetric_dev.jsonl").open(encoding="utf-8")]
    return [Pair(mend(row["evidence"]), mend(row["claim"]), row["gold_label"] == "REFUTES") for row in rows]


def read_differing(folder: Path, relation: str) -> list[Pair]:
    """ClaimDiff's pairs: whether the first is weakened (or strengthened) by the second."""
    rows = json.loads((folder / f"ClaimDiff-{relation}-train.json").read_text(encoding="utf-8"))["data"]
    return [Pair(mend(row["claim_a"]), mend(row["claim_b"]), bool(row["relation"])) for row in rows]


def read_answers(folder: Path) -> list[list[Answer]]:
    """NAnCo's answers by question, those that stand in their paragraph."""
    questions = json.loads((folder / "nanco_4_questions.json").read_text(encoding="utf-8"))
    found = []
    for question in questions:
        answers = []
        for row in question["answers"]:
            start = row["Paragraph"].find(row["Answer"])
            if start >= 0:
                answers.append(Answer(row["Paragraph"], start, start + len(row["Answer"]), row["cluster_global"]))
        found.append(answers)
    return found


def mend(text: str) -> str:
    """A tokenised sentence as it is written: "( 1980 ) ," and "-LRB-"."""
    text = text.replace("-LRB-", "(").replace("-RRB-", ")").replace("``", '"').replace("''", '"').replace(" -- ", " - ")
    text = re.sub(r" ([,.;:!?%)])", r"\1", text).replace("( ", "(")
    return re.sub(r" ('s|n't|'re|'ve|'ll|'d)\b", r"\1", text).strip()


# --- telling -------------------------------------------------------------------------------------------------------


def build_report(name: str, text: str) -> Report:
    day = Interval("2020-06-15", "2020-06-15", Precision.DAY)
    return Report(name, name, name, name, None, None, day, "en", text)


def tell_stories(stories: Sequence[Sequence[Report]]) -> list[Group]:
    """Each story as the records that findings are made of."""
    made = [Story(f"story-{reports[0].id}", tuple(r.id for r in reports)) for reports in stories]
    tables = run_plan(reading_stages(), [*(r for reports in stories for r in reports), *made])
    return _cut(tables)


def _cut(tables: Tables) -> list[Group]:
    return list(cut_groups(_CUT, {kind: tables.of(kind) for kind in _CUT.reads}))


# What is read of a story, as `findings` reads it, and the stories themselves.
_CUT = Stage("cut", (Story, *findings.STAGE.reads), (), Cut.BY_KEY, lambda group: (), key="story")


def judge_pairs(pairs: Sequence[Pair]) -> list[str]:
    """For each pair what its account shows: differ, agree, or single."""
    said: dict[str, str] = {}
    for first in range(0, len(pairs), BATCH):
        batch = list(enumerate(pairs))[first : first + BATCH]
        stories = [[build_report(f"{n}a", pair.left), build_report(f"{n}b", pair.right)] for n, pair in batch]
        for group in tell_stories(stories):
            statuses = {finding.status for finding in findings.build_findings(group)}
            said[group.key] = "differ" if "differ" in statuses else "agree" if "agree" in statuses else "single"
    return [said.get(f"story-{n}a", "single") for n in range(len(pairs))]


def score_answers(answers: Sequence[Answer]) -> list[float]:
    """For each pair of a question's answers how surely they are one: the likeliest pair of claims that overlap them,
    nought where a reader would be misled by taking one for the other."""
    reports = [build_report(f"{n:03}", answer.paragraph) for n, answer in enumerate(answers)]
    (group,) = tell_stories([reports])
    sides = read_sides(group)
    spans = [Span(report.id, answer.start, answer.end) for report, answer in zip(reports, answers, strict=True)]
    of = [[n for n, side in enumerate(sides) if side.claim.span.overlap(span)] for span in spans]
    wanted = [(a, b) for i, j in combinations(range(len(answers)), 2) for a in of[i] for b in of[j]]
    likely = dict(zip(wanted, score_pairs(measure_pairs(sides, wanted)).tolist(), strict=True))
    found = []
    for i, j in combinations(range(len(answers)), 2):
        scored = [(likely[a, b], a, b) for a in of[i] for b in of[j]]
        score, a, b = max(scored, default=(0.0, -1, -1))
        misled = a >= 0 and any(difference.misleads for difference in compare_sides(sides[a], sides[b], score))
        found.append(0.0 if misled else score)
    return found


# --- measures ------------------------------------------------------------------------------------------------------


def find_cosines(pairs: Iterable[tuple[str, str]]) -> np.ndarray:
    """The cosine of each pair of sentences."""
    texts = list(pairs)
    left, right = embed([a for a, _ in texts]), embed([b for _, b in texts])
    cosines: np.ndarray = (left * right).sum(axis=1)
    return cosines


def rate_hindsight(scores: np.ndarray, gold: Sequence[bool], *, macro: bool) -> float:
    """The best that one threshold on the scores, either way round, can reach."""
    bars = np.quantile(scores, np.linspace(0, 1, 101))
    return max(_rate(gold, guess, macro=macro) for bar in bars for guess in (scores >= bar, scores < bar))


def _rate(gold: Sequence[bool], guess: Sequence[bool], *, macro: bool) -> float:
    return float(f1_score(gold, guess, average="macro")) if macro else float(balanced_accuracy_score(gold, guess))


def rate_left_out(scores: Sequence[np.ndarray], golds: Sequence[np.ndarray]) -> float:
    """Balanced accuracy over all questions, each with the threshold that is best on the others."""
    guesses = []
    for n in range(len(scores)):
        others = np.concatenate([s for m, s in enumerate(scores) if m != n])
        known = np.concatenate([g for m, g in enumerate(golds) if m != n])
        bars = np.unique(np.quantile(others, np.linspace(0, 1, 101)))
        bar = max(bars, key=lambda bar: balanced_accuracy_score(known, others >= bar))
        guesses.append(scores[n] >= bar)
    return float(balanced_accuracy_score(np.concatenate(golds), np.concatenate(guesses)))


def bench_pairs(name: str, pairs: Sequence[Pair], shown: str, *, macro: bool, errors: bool) -> list[str]:
    """The figures of one set: ours, and the cosine's best in hindsight."""
    judged = judge_pairs(pairs)
    gold = [pair.gold for pair in pairs]
    ours = _rate(gold, [each == shown for each in judged], macro=macro)
    peer = rate_hindsight(find_cosines((pair.left, pair.right) for pair in pairs), gold, macro=macro)
    table = Counter(zip(gold, judged, strict=True))
    print(name, {f"{g}/{j}": count for (g, j), count in sorted(table.items())})
    if errors:
        for pair, each in zip(pairs, judged, strict=True):
            if pair.gold != (each == shown):
                print(f"  {'missed' if pair.gold else 'wrong'} ({each}): {pair.left} || {pair.right}", file=sys.stderr)
    right = table[True, shown] / max(1, sum(count for (_, j), count in table.items() if j == shown))
    return [f"{name}={ours:.3f}", f"{name}_p={right:.3f}", f"{name}_cosine={peer:.3f}"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--every", type=int, default=4, help="of ClaimDiff, one pair in so many")
    parser.add_argument("--errors", action="store_true")
    options = parser.parse_args()
    errors = options.errors
    figures = bench_pairs("fever", read_fever(options.folder), "differ", macro=False, errors=errors)
    for relation, name, shown in (("weak", "weak", "differ"), ("strength", "strong", "agree")):
        pairs = read_differing(options.folder, relation)[:: options.every]
        figures += bench_pairs(name, pairs, shown, macro=True, errors=False)
    questions = read_answers(options.folder)
    golds = [np.array([a.group == b.group for a, b in combinations(answers, 2)]) for answers in questions]
    ours = [np.array(score_answers(answers)) for answers in questions]
    worded = [
        find_cosines((x.paragraph[x.start : x.end], y.paragraph[y.start : y.end]) for x, y in combinations(answers, 2))
        for answers in questions
    ]
    both = [words + CLAIMS * claims for words, claims in zip(worded, ours, strict=True)]
    figures += [f"nanco={rate_left_out(both, golds):.3f}", f"nanco_claims={rate_left_out(ours, golds):.3f}"]
    figures += [f"nanco_cosine={rate_left_out(worded, golds):.3f}"]
    print("bench-stress", *figures)
    return 0


if __name__ == "__main__":
    sys.exit(main())
