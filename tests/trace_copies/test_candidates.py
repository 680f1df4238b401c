"""Which pairs are weighed: all of a small story, the nearest of a large one."""

import random
import time
from itertools import combinations

from tellings.annotate.parse import parse_report
from tellings.linking.groups import build_groups
from tellings.trace_copies.candidates import CROWD, NEAREST, choose_pairs
from tellings.trace_copies.reading import Reading, build_reading
from tests.reports import make_report
from tests.trace_copies.test_lineage import DISPATCH, REWRITTEN
from tests.trace_copies.test_stream import invent


def read(number: int, text: str, *, parsed: bool = True) -> Reading:
    report = make_report(text, name=f"{number:04}.txt")
    return build_reading(report, parse_report(report) if parsed else ())


def name_pairs(readings: list[Reading]) -> set[frozenset[str]]:
    return {frozenset((left.report.id, right.report.id)) for left, right in choose_pairs(readings)}


def test_every_pair_of_a_small_story() -> None:
    readings = [read(number, f"Witness {number} saw the ferry.") for number in range(5)]
    assert len(choose_pairs(readings)) == 10


def test_only_near_pairs_of_a_large_one_and_copies_and_rewritings_among_them() -> None:
    readings = [read(number, f"Witness {number} saw mast {number} of ferry {number} sink.") for number in range(CROWD)]
    copy = "The mate of the Oduya had reported the missing beacon to the Kettleby harbour office in March."
    told = [copy, copy.replace("reported", "announced"), DISPATCH, REWRITTEN]
    twins = [read(1000 + number, text) for number, text in enumerate(told)]
    pairs = name_pairs([*readings, *twins])
    assert len(pairs) <= NEAREST * (CROWD + len(told))
    assert {frozenset(twin.report.id for twin in pair) for pair in (twins[:2], twins[2:])} <= pairs


def test_the_pairs_are_the_same_in_whatever_order_readings_come() -> None:
    texts = [invent(number // 2, sentences=3 + number % 2) for number in range(CROWD + 6)]
    readings = [read(number, text, parsed=False) for number, text in enumerate(texts)]
    straight = name_pairs(readings)
    copies = {frozenset((readings[n].report.id, readings[n + 1].report.id)) for n in range(0, len(texts), 2)}
    for seed in range(20):
        mixed = random.Random(seed).sample(readings, len(readings))
        assert copies <= straight == name_pairs(mixed)


def test_a_thousand_that_differ_by_a_word_hang_together_in_few_pairs() -> None:
    readings = [read(number, f"{invent(1, sentences=5)} Page {number}.", parsed=False) for number in range(1000)]
    began = time.process_time()
    pairs = name_pairs(readings)
    assert time.process_time() - began < 5
    assert len(pairs) <= NEAREST * len(readings)
    links = [(min(pair), max(pair)) for pair in pairs]
    assert len(build_groups([reading.report.id for reading in readings], links)) == 1


def test_a_report_that_quotes_all_others_hides_no_copies() -> None:
    texts = [invent(seed, sentences=5) for seed in range(60)]
    review = " ".join(text.split(".")[2] + "." for text in texts)
    copies = [invent(100, sentences=5), invent(100, sentences=4)]
    readings = [read(number, text, parsed=False) for number, text in enumerate([*texts, review, *copies])]
    pairs = name_pairs(readings)
    assert frozenset(reading.report.id for reading in readings[-2:]) in pairs
    assert len(pairs) < len(list(combinations(readings, 2))) / 2
