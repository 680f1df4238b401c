"""In process: a stage that fails costs its own group and nothing else."""

from collections.abc import Iterable, Iterator, Sequence

import pytest

from tellings.engines.groups import TOGETHER
from tellings.engines.local import run_plan
from tellings.records import Capture, Dating, Drop, Report
from tellings.stage import Cut, Group, Stage
from tests.reports import make_report


def date_report(group: Group) -> Iterable[Dating]:
    report = group.one(Report)
    if "bad" in report.text:
        raise ValueError("no clock here")
    return [Dating(f"dating-{report.id}", report.id, None, False, "undated")]


STAGE = Stage("date", (Report,), (Dating,), Cut.EACH, date_report)
GOOD, BAD = make_report("a good page", name="good"), make_report("a bad page", name="bad")


def test_a_failing_group_becomes_a_drop() -> None:
    tables = run_plan([STAGE], [GOOD, BAD])
    assert [dating.report for dating in tables.of(Dating)] == [GOOD.id]
    (drop,) = tables.of(Drop)
    assert (drop.capture, drop.stage) == (BAD.origin, "date")
    assert "no clock here" in drop.reason


def test_strict_raises() -> None:
    with pytest.raises(ValueError, match="no clock here"):
        run_plan([STAGE], [GOOD, BAD], strict=True)


def test_a_stage_sees_some_groups_together_before_each_is_run() -> None:
    seen: list[str | int] = []

    def look(groups: Sequence[Group]) -> None:
        seen.append(len(groups))
        if len(groups) > 2:
            raise ValueError("too many at once")

    def date(group: Group) -> Iterable[Dating]:
        seen.append(group.one(Report).text)
        return date_report(group)

    reports = [make_report(f"page {number}", name=str(number)) for number in range(TOGETHER + 2)]
    stage = Stage("date", (Report,), (Dating,), Cut.EACH, date, together=look)
    tables = run_plan([stage], reports, strict=True)
    assert len(tables.of(Dating)) == len(reports)
    assert seen[0] == TOGETHER and seen[TOGETHER + 1] == 2
    assert sorted(text for text in seen if isinstance(text, str)) == sorted(report.text for report in reports)


def test_a_second_run_gives_the_same_rows() -> None:
    assert list(run_plan([STAGE], [GOOD, BAD]).rows()) == list(run_plan([STAGE], [BAD, GOOD]).rows())


def test_progress_counts_groups() -> None:
    seen: list[tuple[str, int, int]] = []
    run_plan([STAGE], [GOOD, BAD], progress=lambda name, done, of: seen.append((name, done, of)))
    assert seen == [("date", 0, 2), ("date", 1, 2)]


def test_a_page_is_worked_on_before_the_next_is_read() -> None:
    told: list[str] = []

    def read_pages() -> Iterator[Capture]:
        for name in ("first", "second"):
            told.append(f"{name} read")
            yield Capture(name, f"{name}.txt", "text/plain", None, "00", b"a page")

    def take(group: Group) -> Iterable[Drop]:
        told.append(f"{group.key} worked on")
        return []

    tables = run_plan([Stage("take", (Capture,), (Drop,), Cut.EACH, take)], read_pages())
    assert told == ["first read", "first worked on", "second read", "second worked on"]
    assert [capture.content for capture in tables.of(Capture)] == [b"", b""], "bytes are let go"
