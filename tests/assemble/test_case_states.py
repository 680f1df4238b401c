"""States follow one another over reports of different dates; what is told of long ago is another request."""

from datetime import date

from tests.assemble.test_cases import tell
from tests.reports import make_report

FIRST = make_report(
    "Palau will ask the Ocean Council to close its waters to trawlers, its president said on Monday.",
    published=date(2024, 3, 5),
    name="first",
)
SECOND = make_report(
    "Palau formally asked the Ocean Council on 2 April to close its waters to trawlers. The council is expected to "
    "decide in June.",
    published=date(2024, 4, 3),
    name="second",
)
THIRD = make_report(
    "The Ocean Council on Tuesday granted Palau's request to close its waters to trawlers.",
    published=date(2024, 6, 12),
    name="third",
)


def test_a_case_moves_on_with_the_reports() -> None:
    (announced,) = tell(FIRST)
    assert (announced.state, announced.decision) == ("announced", None)
    (filed,) = tell(FIRST, SECOND)
    assert (filed.state, filed.decision) == ("filed", None)
    assert [turn.state for turn in filed.states] == ["announced", "filed", "expected"]
    (granted,) = tell(FIRST, SECOND, THIRD)
    assert granted.state == "granted"
    assert granted.states[1].when is not None
    assert granted.states[1].when.start == "2024-04-02"
    assert granted.decided is not None
    assert granted.decided.start == "2024-06-11"


def test_a_request_of_years_ago_is_not_this_one() -> None:
    old = make_report(
        "The Ocean Council on Tuesday granted Palau's request to close its waters to trawlers. In 2011 Palau asked the "
        "council to close its harbour to trawlers and was turned down.",
        published=date(2024, 6, 12),
        name="old",
    )
    case = max(tell(old, SECOND), key=lambda case: len(case.elements))
    assert case.state == "granted"
    assert not [element for element in case.elements if "In 2011" in element.gist]


def test_broken_text_gives_no_case() -> None:
    assert tell(make_report("\ud800 \u200f asked 😀 the the of to request. " * 20, name="broken")) == []
