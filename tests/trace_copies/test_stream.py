"""Who shares a text with whom, report by report: order, hot keys, furniture, press reviews, clocks."""

import random
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate.parse import parse_report
from tellings.linking.lines import build_lines
from tellings.records import Judgement, Report, Sentence
from tellings.trace_copies.signatures import build_signature
from tellings.trace_copies.stream import MOST, CopyStream
from tests.reports import make_report
from tests.trace_copies.test_lineage import DISPATCH, OWN, REWRITTEN, TRIMMED

Read = tuple[Report, Sequence[Sentence]]
NOUNS = (
    "mast keel pier hull gull crane reef winch tide rope anchor buoy lamp chart cabin galley deck sail oar net".split()
)
VERBS = "lifted dropped painted sold mended lost counted traded guarded searched".split()
PLACES = "Orda Kettleby Varn Sallow Brannock Tiel Oskar Dunmere Pellow Marrick".split()


def invent(seed: int, *, sentences: int = 10) -> str:
    """A report of its own: sentences that share no run with those of another seed."""
    chance = random.Random(seed)
    told = []
    for number in range(sentences):
        nouns, own = chance.sample(NOUNS, 3), [f"{chance.choice(NOUNS)}{seed}x{number}{step}" for step in range(3)]
        told.append(
            f"In {chance.choice(PLACES)} {own[0]} and the {nouns[0]} of {own[1]} {chance.choice(VERBS)} "
            f"{chance.randint(11, 989)} {nouns[1]}s {own[2]} near the {nouns[2]}."
        )
    return " ".join(told)


class Corpus:
    """Reports that a stream can read back; counts how often it does."""

    def __init__(self) -> None:
        self.held: dict[str, Read] = {}
        self.reads = 0

    def read(self, report: str) -> Read:
        self.reads += 1
        return self.held[report]

    def add(self, stream: CopyStream, report: Report, *, parsed: bool = True) -> list[Judgement]:
        sentences = parse_report(report) if parsed else []
        self.held[report.id] = report, sentences
        return stream.add(build_signature(report, sentences))


def stream_all(reports: Sequence[Report], *, parsed: bool = True) -> tuple[list[Judgement], Corpus]:
    corpus = Corpus()
    stream = CopyStream(corpus.read)
    found = [judgement for report in reports for judgement in corpus.add(stream, report, parsed=parsed)]
    assert len(stream) == len(reports)
    return found, corpus


def make_all(texts: Sequence[str], **options: object) -> list[Report]:
    return [make_report(text, name=f"{number}", **options) for number, text in enumerate(texts)]  # type: ignore[arg-type]


def lines_of(reports: Sequence[Report], judgements: Sequence[Judgement]) -> set[frozenset[str]]:
    return {frozenset(line) for line in build_lines([report.id for report in reports], judgements)}


def test_a_copy_a_rewriting_and_a_report_of_its_own() -> None:
    reports = make_all([DISPATCH, TRIMMED, REWRITTEN, OWN])
    judgements, _ = stream_all(reports)
    details = {frozenset((j.left, j.right)): j.detail for j in judgements if j.verdict}
    assert details[frozenset((reports[0].id, reports[1].id))] == "copy"
    assert any(reports[2].id in pair and detail == "derived" for pair, detail in details.items())
    assert not any(reports[3].id in pair for pair in details)


@settings(max_examples=8, deadline=None)
@given(st.permutations(range(6)))
def test_the_order_of_arrival_changes_no_line_and_no_verdict(order: list[int]) -> None:
    reports = make_all([DISPATCH, TRIMMED, REWRITTEN, OWN, invent(1), invent(2)])
    straight, _ = stream_all(reports)
    mixed, _ = stream_all([reports[place] for place in order])
    assert lines_of(reports, mixed) == lines_of(reports, straight)
    ours, theirs = ({j.id: j for j in judgements} for judgements in (straight, mixed))
    assert all(ours[number] == theirs[number] for number in ours.keys() & theirs.keys())


def test_every_piece_of_evidence_lies_in_its_report() -> None:
    reports = make_all([DISPATCH, TRIMMED, REWRITTEN, DISPATCH])
    judgements, corpus = stream_all(reports)
    assert judgements
    assert all(span.of(corpus.held[span.report][0]) for judgement in judgements for span in judgement.evidence)


def test_a_thousand_identical_reports_are_one_line_and_read_nothing() -> None:
    reports = make_all([DISPATCH] * 1000)
    judgements, corpus = stream_all(reports, parsed=False)
    assert len(judgements) == 999
    assert corpus.reads == 0
    assert len(lines_of(reports, judgements)) == 1
    assert all(span.end <= len(DISPATCH) for judgement in judgements for span in judgement.evidence)


def test_a_thousand_copies_that_all_differ_cost_the_same_each() -> None:
    reports = make_all([f"{invent(1)} Page {number}{number + 7} of the Orda gazette." for number in range(300)])
    judgements, corpus = stream_all(reports, parsed=False)
    assert len(lines_of(reports, judgements)) == 1
    assert len(judgements) <= MOST * len(reports)
    assert corpus.reads <= 2 * len(reports)


def test_reports_of_three_words_are_not_glued() -> None:
    judgements, _ = stream_all(make_all(["Ferry aground today."] * 50 + ["Ferry aground."] * 5), parsed=False)
    assert judgements == []


def test_the_foot_of_an_outlets_pages_makes_no_copies() -> None:
    foot = " ".join(f"Our paper{n} keeps its readers{n} abreast of harbour{n} matters." for n in range(8))
    texts = [f"{invent(seed)}\n\n{foot}" for seed in range(3, 23)]
    reports = make_all(texts, outlet="Orda Mail")
    judgements, corpus = stream_all(reports, parsed=False)
    assert corpus.reads <= 8  # until it is known for what it is
    assert len(lines_of(reports, judgements)) == len(reports)


def test_a_press_review_does_not_make_its_sources_one_line() -> None:
    sources = [invent(seed) for seed in range(30, 60)]
    review = "\n\n".join(text.split(".")[3] + "." + text.split(".")[4] + "." for text in sources)
    reports = make_all([*sources, review])
    corpus = Corpus()
    stream = CopyStream(corpus.read)
    judgements = [judgement for report in reports[:-1] for judgement in corpus.add(stream, report)]
    corpus.reads = 0
    judgements += corpus.add(stream, reports[-1])
    assert corpus.reads <= MOST + 1
    assert len(lines_of(reports, judgements)) >= len(sources) - 2


def test_a_clock_that_is_wrong_by_a_day_turns_the_arrow_only() -> None:
    first, second = make_all([DISPATCH, TRIMMED], published=date(2031, 5, 2))
    late = replace(first, published=make_report("x", published=date(2031, 5, 3)).published)
    (right,), _ = stream_all([first, second])
    (wrong,), _ = stream_all([late, second])
    assert (right.left, wrong.left) == (first.id, second.id)
    assert replace(wrong, left=right.left, right=right.right, evidence=()) == replace(right, evidence=())


def test_outlets_without_names_are_no_common_outlet() -> None:
    texts = [f"{invent(seed)} {invent(1000, sentences=16)}" for seed in range(61, 67)]
    reports = make_all(texts)
    judgements, _ = stream_all(reports, parsed=False)
    assert len(lines_of(reports, judgements)) == 1


def test_a_new_version_is_linked_whatever_it_shares() -> None:
    first = make_report(DISPATCH, name="first", outlet="Orda News")
    second = replace(make_report(OWN, name="second", outlet="Orda News"), supersedes=first.id)
    judgements, _ = stream_all([first, second])
    assert [(j.left, j.right, j.detail) for j in judgements] == [(first.id, second.id, "version")]
