"""Cases: one request told in several reports, with what it rests on, what was decided and who reacted."""

from datetime import date

from tellings.engines.local import run_plan
from tellings.plan import PLAN
from tellings.records import Case, Report
from tests.reports import make_report

EARLY = make_report(
    "Guyana asked the River Commission on Monday to let 30 customs boats patrol the Amacuro. The request rests on "
    "Article 4 of the Georgetown Treaty. Officials expect that the commission will reject the request.",
    published=date(2025, 5, 6),
    name="early",
)
LATE = make_report(
    "The River Commission turned down Guyana's request to let 30 customs boats patrol the Amacuro, its chair said on "
    "Friday. The commission argued that the boats were not necessary. Under the treaty such boats may only enter the "
    "river if the commission approves. Suriname welcomed the decision.",
    published=date(2025, 5, 17),
    name="late",
)


def tell(*reports: Report) -> list[Case]:
    return list(run_plan(PLAN[2:], reports, strict=True).of(Case))


def roles(case: Case, role: str) -> list[str]:
    return [element.gist for element in case.elements if element.role == role]


def test_a_request_and_its_answer_are_one_case() -> None:
    (case,) = tell(EARLY, LATE)
    assert case.requester == "Guyana"
    assert "River Commission" in case.addressee
    assert "30 customs boats" in case.asked
    assert case.decision is not None
    assert case.decision.startswith("refused by")
    assert {element.span.report for element in case.elements} == {EARLY.id, LATE.id}


def test_each_element_has_its_role() -> None:
    (case,) = tell(EARLY, LATE)
    assert any("Article 4" in basis for basis in case.basis)
    assert any("if the commission approves" in condition for condition in case.conditions)
    assert [gist for gist in roles(case, "expectation") if "Officials expect" in gist]
    assert [gist for gist in roles(case, "decision") if "turned down" in gist]
    assert [gist for gist in roles(case, "reason") if "not necessary" in gist]
    assert [gist for gist in roles(case, "reaction") if "Suriname" in gist]


def test_an_expected_answer_is_no_decision() -> None:
    (case,) = tell(EARLY)
    assert case.decision is None
    assert not roles(case, "decision")


def test_two_requests_of_one_party_stay_two() -> None:
    other = make_report(
        "Guyana asked the World Bank for a loan of 40 million dollars to repair its sea wall. The bank approved the "
        "request.",
        name="other",
    )
    cases = tell(LATE, other)
    assert len(cases) == 2
    assert sorted((case.decision or "").split()[0] for case in cases) == ["granted", "refused"]


def test_no_request_no_case() -> None:
    assert tell(make_report("The river rose by two metres on Monday. Three villages were flooded.")) == []
