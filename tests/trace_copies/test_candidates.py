"""Which pairs are weighed: all of a small story, the nearest of a large one."""

from tellings.annotate.parse import parse_report
from tellings.trace_copies.candidates import CROWD, NEAREST, choose_pairs
from tellings.trace_copies.reading import Reading, build_reading
from tests.reports import make_report


def read(number: int, text: str) -> Reading:
    report = make_report(text, name=f"{number:04}.txt")
    return build_reading(report, parse_report(report))


def test_every_pair_of_a_small_story() -> None:
    readings = [read(number, f"Witness {number} saw the ferry.") for number in range(5)]
    assert len(choose_pairs(readings)) == 10


def test_only_near_pairs_of_a_large_one_and_copies_among_them() -> None:
    readings = [read(number, f"Witness {number} saw mast {number} of ferry {number} sink.") for number in range(CROWD)]
    copy = "The mate of the Oduya had reported the missing beacon to the Kettleby harbour office in March."
    twins = [read(1000, copy), read(1001, copy.replace("reported", "announced"))]
    pairs = choose_pairs([*readings, *twins])
    assert len(pairs) <= NEAREST * (CROWD + 2)
    assert any((left.report.id, right.report.id) == tuple(t.report.id for t in twins) for left, right in pairs)
