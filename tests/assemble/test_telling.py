"""The short telling: the reports' own sentences, ours marked as ours, differences named with their values."""

from datetime import date

from tellings.assemble.telling import build_summary
from tests.assemble.stories import make_claim, make_finding, make_index
from tests.reports import make_report

ONE = make_report(
    "The bridge at Loreto fell into the river on Monday and killed four people. It was old. Rain had fallen for days.",
    published=date(2025, 3, 5),
    name="one",
)
TWO = make_report(
    "Officials in Trinidad said that the Loreto bridge fell on Monday and that six people died. The army sent boats.",
    published=date(2025, 3, 6),
    name="two",
)
INDEX = make_index([ONE, TWO])
FELL = [
    make_claim(INDEX, ONE, "The bridge at Loreto fell into the river on Monday"),
    make_claim(INDEX, TWO, "the Loreto bridge fell on Monday"),
]
DIED = [make_claim(INDEX, ONE, "killed four people"), make_claim(INDEX, TWO, "six people died")]
DIFFER = make_finding(
    DIED, status="differ", values=["four", "six"], slot="number", difference="contradiction",
    question="How many people died?", weight=9.0,
)  # fmt: skip


def test_the_sentence_that_most_reports_stand_behind_comes_first() -> None:
    first, *_ = build_summary(INDEX, [make_finding(FELL)], FELL, [])
    assert {who for who, _ in first.parts} == {"report"}
    assert first.text in (INDEX.words(s.span) for report in (ONE, TWO) for s in INDEX.sentences[report.id])
    assert {span.report for span in first.spans} == {ONE.id, TWO.id}


def test_a_difference_stands_in_a_sentence_of_ours_with_its_values_and_reports() -> None:
    told = build_summary(INDEX, [make_finding(FELL), DIFFER], [*FELL, *DIED], [])
    (difference,) = [telling for telling in told if telling.findings == (DIFFER.id,)]
    assert [words for who, words in difference.parts if who == "report"] == ["“four”", "“six”"]
    assert [words for who, words in difference.parts if who == "reports"] == [ONE.id, TWO.id]
    assert "How many people died" in difference.text


def test_a_report_with_another_value_does_not_vouch_for_the_sentence() -> None:
    first, *_ = build_summary(INDEX, [make_finding(FELL)], [*FELL, *DIED], [])
    assert {span.report for span in first.spans} == {ONE.id, TWO.id}
    disputed, *_ = build_summary(INDEX, [make_finding(FELL), DIFFER], [*FELL, *DIED], [])
    assert len({span.report for span in disputed.spans}) == 1


def test_every_sentence_stands_on_words() -> None:
    for telling in build_summary(INDEX, [make_finding(FELL), DIFFER], [*FELL, *DIED], []):
        assert telling.spans
        assert all(span.of(ONE if span.report == ONE.id else TWO) for span in telling.spans)


def test_a_corrupted_rewrite_does_not_speak_for_all() -> None:
    garbled = make_finding(FELL, corrupted=ONE.id)
    first, *_ = build_summary(INDEX, [garbled], FELL, [])
    assert first.spans[0].report == TWO.id


def test_nothing_found_is_nothing_told() -> None:
    assert build_summary(INDEX, [], [], []) == ()
