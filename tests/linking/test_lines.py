"""Independent lines: what hangs together through the same passages, and what does not."""

from itertools import permutations

from tellings.linking.lines import build_lines
from tellings.records import Judgement, Span


def link(left: str, right: str, *spans: tuple[str, int, int], score: float = 0.9, **said: object) -> Judgement:
    evidence = tuple(Span(*span) for span in spans)
    verdict, by = bool(said.get("verdict", True)), str(said.get("by", "trace_copies"))
    return Judgement(f"{left}{right}{by}", left, right, "copy_of", verdict, score, "", by, evidence=evidence)


def test_reports_that_nobody_linked_are_a_line_each() -> None:
    assert build_lines(["a", "b"], []) == (("a",), ("b",))


def test_dependence_passes_through_the_same_passage() -> None:
    links = [link("a", "b", ("a", 0, 50), ("b", 0, 50)), link("b", "c", ("b", 30, 80), ("c", 0, 50))]
    assert build_lines(["a", "b", "c", "d"], links) == (("a", "b", "c"), ("d",))


def test_a_press_review_does_not_make_its_sources_one() -> None:
    links = [
        link("a", "review", ("a", 0, 50), ("review", 0, 50), score=0.8),
        link("b", "review", ("b", 0, 50), ("review", 60, 110), score=0.9),
    ]
    assert build_lines(["a", "b", "review"], links) == (("a",), ("b", "review"))


def test_a_person_outranks_the_stage_and_needs_no_passages() -> None:
    stage = link("a", "b", ("a", 0, 9), ("b", 0, 9))
    assert build_lines(["a", "b"], [stage, link("a", "b", verdict=False, by="Edna")]) == (("a",), ("b",))
    assert build_lines(["a", "b"], [link("a", "b", by="Edna"), link("b", "a", verdict=False)]) == (("a", "b"),)


def test_what_a_person_holds_apart_is_not_brought_together_by_a_third() -> None:
    links = [
        link("a", "c", ("a", 0, 50), ("c", 0, 50), score=0.8),
        link("b", "c", ("b", 0, 50), ("c", 0, 50), score=0.9),
        link("c", "d", ("c", 0, 50), ("d", 0, 50), score=0.7),
        link("a", "b", ("a", 0, 50), ("b", 0, 50), score=0.99),
    ]
    assert build_lines("abcd", links) == (("a", "b", "c", "d"),)
    parted = link("b", "a", verdict=False, by="Edna")
    assert build_lines("abcd", [*links, parted]) == (("a",), ("b", "c", "d"))
    assert build_lines("abcd", [*links, parted, link("a", "c", by="Edna")]) == (("a", "c", "d"), ("b",))


def test_links_to_reports_of_other_stories_are_passed_over() -> None:
    assert build_lines(["a", "b"], [link("a", "z"), link("z", "b")]) == (("a",), ("b",))


def test_the_order_of_judgements_changes_nothing() -> None:
    links = [
        link("a", "b", ("a", 0, 5), ("b", 0, 5)),
        link("b", "c", ("b", 3, 9), ("c", 0, 5)),
        link("c", "d", ("c", 20, 30), ("d", 0, 5), score=0.7),
    ]
    assert len({build_lines("abcd", order) for order in permutations(links)}) == 1


def test_a_line_of_a_thousand_is_parted_at_once() -> None:
    reports = [f"{number:04}" for number in range(1000)]
    links = [link(left, right) for left in reports[:60] for right in reports]
    lines = build_lines(reports, [*links, link("0000", "0999", verdict=False, by="Edna")])
    assert sorted(report for line in lines for report in line) == reports
    assert len(lines) == 2
