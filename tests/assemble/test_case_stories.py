"""Invented stories of every kind of case, and ordinary ones: what is told of them is held against a careful reading."""

from pathlib import Path

import pytest
from bench.cases import CaseStory, Tally, check_story, read_index, read_own

from tellings.assemble.cases import build_cases
from tellings.records import Case

FOLDER = Path(__file__).parent / "case_stories"
NAMES = [path.stem for path in sorted(FOLDER.glob("*.toml"))]


def tell(name: str) -> tuple[CaseStory, list[Case], Tally]:
    story = read_own(FOLDER / f"{name}.toml")
    cases = build_cases(read_index(story))
    tally = Tally()
    check_story(story, cases, tally)
    return story, cases, tally


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("ordinary")])
def test_where_nobody_asks_in_due_form_no_case_is_shown(name: str) -> None:
    _, cases, _ = tell(name)
    assert cases == []


@pytest.mark.parametrize("name", [name for name in NAMES if not name.startswith("ordinary")])
def test_each_case_is_told_with_its_outcome(name: str) -> None:
    story, cases, tally = tell(name)
    assert not [wrong for wrong in tally.wrong if wrong.split(":")[0] in ("case", "false", "decision", "state", "kind")]
    for case in cases:
        for element in case.elements:
            report = next(report for report in story.reports if report.id == element.span.report)
            assert " ".join(report.text[element.span.start : element.span.end].split()) == element.gist


def test_states_bear_their_dates() -> None:
    _, (case, *_), _ = tell("nurses")
    filed, expected, withdrawn = case.states
    assert [filed.state, expected.state, withdrawn.state] == ["filed", "expected", "withdrawn"]
    assert filed.when is not None
    assert filed.when.start == "2025-01-14"  # the Tuesday before the report
    assert withdrawn.reported is not None
    assert withdrawn.reported.start == "2025-02-03"


def test_most_elements_are_found_and_few_are_wrong() -> None:
    whole = Tally()
    for name in NAMES:
        story = read_own(FOLDER / f"{name}.toml")
        check_story(story, build_cases(read_index(story)), whole)
    assert whole.met["element"] >= 0.7 * whole.of["element"]
    assert whole.met["right"] >= 0.85 * whole.of["right"]
