"""Who wrote from whom: trimmed, rewritten, quoted, independent; told with passages on both sides."""

import random
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import combinations

import pytest

from tellings.annotate.parse import parse_report
from tellings.linking.lines import build_lines
from tellings.linking.vectors import states
from tellings.records import Interval, Judgement, Precision, Report, Sentence
from tellings.stage import Group
from tellings.trace_copies.lineage import STAGE, judge_pair, trace_reports
from tellings.trace_copies.reading import build_reading
from tests.reports import make_report

DISPATCH = """The ferry Oduya ran aground on the Sallow Reef off Kettleby at 4 a.m. on Friday with 212 people on \
board, the coastguard said.

Nine passengers were treated for hypothermia after two hours in open lifeboats, according to the harbour clinic.

Captain Ines Varga, 51, had steered the Oduya along the coast for eleven years without an incident.

“We followed the beacon that has stood there since the war, and the beacon had been moved without a word to \
anyone,” Varga told the Orda broadcaster.

The owner, Tamsin Lines, bought the vessel from a Finnish yard in 2009 and refitted its engines last winter."""

TRIMMED = "\n\n".join(DISPATCH.split("\n\n")[:4])

REWRITTEN = """With 212 persons aboard, the vessel Oduya hit the Sallow Reef near Kettleby at 4 a.m. Friday, the \
coastguard stated.

According to the clinic at the harbour, nine of the passengers had to be treated for hypothermia following two hours \
spent in lifeboats that were open.

For eleven years Captain Ines Varga (51) had been steering the Oduya along the coastline with no incidents.

“We followed the beacon that has been standing there from wartime, and the light was shifted without a word to \
anyone,” the captain told Orda's broadcaster.

Tamsin Lines, its owner, purchased the ship in 2009 from a yard in Finland and had the engines refitted last winter."""

OWN = """Fishermen from Kettleby pulled people out of the water before the first lifeboat came, three of them told \
this newspaper.

Old Bram Hale counted heads on the pier until noon. He had seen the Oduya pass too close to the rocks before.

“We followed the beacon that has stood there since the war, and the beacon had been moved without a word to \
anyone,” the captain had said on the air.

The district council meets on Tuesday to speak about markers in the bay."""


def trace(*texts: str, **days: int) -> tuple[list[Report], list[Judgement]]:
    reports = [
        make_report(
            text, title=f"Title {number}", name=f"{number}.txt", published=date(2031, 5, days.get(f"r{number}", 2))
        )
        for number, text in enumerate(texts)
    ]
    sentences = [sentence for report in reports for sentence in parse_report(report)]
    return reports, trace_reports(reports, sentences, scope="story-1")


def test_a_trimmed_dispatch_is_a_copy_with_the_earlier_report_left() -> None:
    (trimmed, dispatch), (judgement,) = trace(TRIMMED, DISPATCH, r0=3, r1=2)
    assert (judgement.detail, judgement.verdict) == ("copy", True)
    assert (judgement.left, judgement.right) == (dispatch.id, trimmed.id)


def test_a_rewriting_without_common_phrases_is_derived() -> None:
    _, (judgement,) = trace(DISPATCH, REWRITTEN)
    assert (judgement.detail, judgement.verdict) == ("derived", True)
    assert "same details" in judgement.reason
    assert "cut the same way and reworded" in judgement.reason


def test_a_shared_public_quotation_makes_no_dependence() -> None:
    _, (judgement,) = trace(DISPATCH, OWN)
    assert (judgement.detail, judgement.verdict) == ("independent", False)


def test_every_piece_of_evidence_lies_in_its_report_on_both_sides() -> None:
    reports, (judgement,) = trace(DISPATCH, REWRITTEN)
    by_id = {report.id: report for report in reports}
    assert {span.report for span in judgement.evidence} == set(by_id)
    assert all(span.of(by_id[span.report]) for span in judgement.evidence)


def test_the_order_of_reports_changes_nothing() -> None:
    reports, judgements = trace(DISPATCH, REWRITTEN, OWN)
    sentences = [sentence for report in reports for sentence in parse_report(report)]
    again = trace_reports(reports[::-1], sentences[::-1], scope="story-1")
    assert {j.id: j for j in again} == {j.id: j for j in judgements}


def test_a_judgement_is_the_same_from_both_sides() -> None:
    reports = [make_report(text, name=f"{number}") for number, text in enumerate([DISPATCH, TRIMMED, REWRITTEN, OWN])]
    readings = [build_reading(report, parse_report(report)) for report in reports]
    for left, right in combinations(readings, 2):
        assert judge_pair(left, right, scope="s") == judge_pair(right, left, scope="s")


def test_in_a_crowd_the_order_of_reports_changes_nothing_and_copies_hang_together() -> None:
    texts = [f"Mate {number} of the tug {number * 7} saw lamp {number * 3} on the mole." for number in range(40)]
    reports = [
        make_report(text, name=f"{number}") for number, text in enumerate([*texts, DISPATCH, TRIMMED, REWRITTEN])
    ]
    sentences = [sentence for report in reports[-3:] for sentence in parse_report(report)]
    judgements = {j.id: j for j in trace_reports(reports, sentences, scope="s")}
    for seed in range(3):
        mixed = random.Random(seed).sample(reports, len(reports))
        assert {j.id: j for j in trace_reports(mixed, sentences[::-1], scope="s")} == judgements
    lines = build_lines([report.id for report in reports], judgements.values())
    assert {report.id for report in reports[-3:]} in map(set, lines)


def test_a_clock_that_is_wrong_by_a_day_changes_no_verdict() -> None:
    _, (right,) = trace(DISPATCH, REWRITTEN, r0=2, r1=3)
    _, (wrong,) = trace(DISPATCH, REWRITTEN, r0=4, r1=3)
    assert (wrong.verdict, wrong.score, wrong.detail) == (right.verdict, right.score, right.detail)
    assert (wrong.left, wrong.right) == (right.right, right.left)


def test_a_hundred_copies_of_one_report_are_one_line_in_no_time() -> None:
    reports = [make_report(DISPATCH, name=f"{number}.txt") for number in range(100)]
    sentences = [sentence for report in reports[:1] for sentence in parse_report(report)]
    began = time.perf_counter()
    judgements = trace_reports(reports, sentences, scope="story-1")
    assert time.perf_counter() - began < 5
    assert len(judgements) == 99
    assert len(build_lines([report.id for report in reports], judgements)) == 1


def test_a_report_that_carries_two_others_does_not_make_them_one_line() -> None:
    reports, judgements = trace(DISPATCH, OWN, f"{DISPATCH}\n\n{OWN}")
    assert len(build_lines([report.id for report in reports], judgements)) == 2


@pytest.mark.parametrize(
    "texts",
    [("", ""), ("Ferry aground.", "Ferry aground."), ("Ferry runs aground", "A ferry aground"), ("🙂", "🙂 🙂")],
)
def test_hardly_any_text_is_judged_without_fuss(texts: tuple[str, str]) -> None:
    _, judgements = trace(*texts)
    assert len(judgements) == 1


def test_long_text_without_a_full_stop_takes_bounded_time() -> None:
    began = time.perf_counter()
    report = make_report("reef beacon harbour " * 10_000)
    other = make_report("harbour beacon reef " * 10_000, name="other.txt")
    assert len(trace_reports([report, other], [], scope="story-1")) == 1
    assert time.perf_counter() - began < 5


def test_two_versions_of_an_article_are_one_line_whatever_they_share() -> None:
    first = make_report(DISPATCH, name="first", outlet="Orda News")
    second = replace(make_report(OWN, name="second", outlet="Orda News"), supersedes=first.id)
    third = replace(make_report(TRIMMED, name="third", outlet="Orda News"), supersedes=second.id)
    twin = make_report(DISPATCH, name="twin", outlet="Kettleby Post")
    reports = [third, second, first, twin]
    links = trace_reports(reports, [s for report in reports for s in parse_report(report)], scope="x")
    versions = {(link.left, link.right): link for link in links if link.detail == "version"}
    assert {(first.id, second.id), (second.id, third.id)} <= versions.keys()
    assert all(link.verdict and link.score == 1.0 and "versions" in link.reason for link in versions.values())
    assert len({frozenset((link.left, link.right)) for link in links}) == len(links)
    assert len(build_lines([report.id for report in reports], links)) == 1


@pytest.mark.parametrize(
    ("language", "first", "second", "other"),
    [
        (
            "de",
            "Die Fähre lief am Freitag vor Kettleby auf Grund. Vierzig Fahrgäste wurden mit Booten an Land gebracht.",
            "Der Kapitän sprach von Nebel. Die Hafenbehörde prüft nun, warum niemand das Riff gesehen hatte.",
            "Vor Kettleby sitzt eine Fähre fest. Boote holten alle vierzig Menschen von Bord, sagte ein Sprecher.",
        ),
        (
            "ar",
            "جنحت العبارة يوم الجمعة قبالة كتلبي ونقل أربعون راكبا بالقوارب إلى الشاطئ في ساعات الصباح الأولى.",
            "وتحدث القبطان عن ضباب كثيف وتبحث سلطات الميناء الآن لماذا لم ير أحد الصخور في الوقت المناسب.",
            "علقت سفينة للركاب قرب كتلبي وأنقذت القوارب جميع من كانوا على متنها وعددهم أربعون كما قال متحدث.",
        ),
        (
            "zh",
            "渡轮周五在凯特尔比附近搁浅，四十名乘客被小船送上岸，没有人受伤，船上的货物也安全转移到了港口。",
            "船长说当时雾很大。港务部门正在调查为什么没有人及时发现礁石，预计下周公布初步结果。",
            "凯特尔比海域一艘渡船触礁。发言人表示，救援艇把全部四十人接回陆地，目前正在等待拖船到来。",
        ),
    ],
)
def test_copies_are_found_in_languages_that_are_not_parsed(language: str, first: str, second: str, other: str) -> None:
    texts = {"whole": f"{first}\n\n{second}", "copy": f"{second}\n\n{first[:-1]}", "own": other}
    reports = {name: make_report(text, language=language, name=name) for name, text in texts.items()}
    judged = trace_reports(list(reports.values()), [], scope="s")
    verdicts = {frozenset((j.left, j.right)): j.verdict for j in judged}
    assert verdicts[frozenset((reports["whole"].id, reports["copy"].id))]
    assert not verdicts[frozenset((reports["whole"].id, reports["own"].id))]


def test_a_dispatch_with_its_minute_is_not_put_behind_a_trimmed_copy_with_its_day() -> None:
    reports, _ = trace(TRIMMED, DISPATCH)
    minute = Interval("2031-05-02T06:10", "2031-05-02T06:10", Precision.MINUTE, "Z")
    trimmed, dispatch = reports[0], replace(reports[1], published=minute)
    left, right = (build_reading(report, parse_report(report)) for report in (trimmed, dispatch))
    judgement = judge_pair(left, right, scope="story-1", embed=False)
    assert (judgement.left, judgement.right) == (dispatch.id, trimmed.id)


def test_the_sentences_of_stories_of_several_reports_are_read_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """And then not again, here or by the stages after this one."""
    read: list[int] = []
    plain = states._read

    def note(wordings: Sequence[str]) -> list[states.PieceStates]:
        read.append(len(wordings))
        return plain(wordings)

    monkeypatch.setattr(states, "_read", note)
    states.forget()
    reports = [make_report(text, name=f"{number}.txt") for number, text in enumerate((DISPATCH, REWRITTEN, OWN))]
    parsed = {report.id: parse_report(report) for report in reports}
    groups = [
        Group(key, {Report: some, Sentence: [sentence for report in some for sentence in parsed[report.id]]})
        for key, some in (("two", reports[:2]), ("one", reports[2:]))
    ]
    assert STAGE.together
    STAGE.together(groups)
    assert read == [len(parsed[reports[0].id]) + len(parsed[reports[1].id])]
    (judgement,) = STAGE.run(groups[0])
    assert judgement.verdict
    assert sum(read[1:]) == 0
