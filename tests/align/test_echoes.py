"""Of what many reports print word for word two are laid beside others; all others stand where these do."""

from collections import defaultdict
from types import SimpleNamespace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.align.stories import read_group, tell
from tests.reports import make_report

from tellings.align import echoes as module
from tellings.align.echoes import LAID, Echoes
from tellings.align.sides import Side
from tellings.align.table import build_table, read_sides
from tellings.records import Finding, Span

DISPATCH = "A fire swept through the timber yard in Oskel on Monday night. Twelve workers were taken to hospital."
OTHER = "Nineteen workers were taken to hospital after a fire swept through the timber yard in Oskel on Monday night."
OWN = "The timber yard in Oskel burned on Monday night. The owner, Pia Lund, wants to rebuild it before the winter."


def read(*texts: str) -> list[Side]:
    """The sides of a story of these texts."""
    return read_sides(read_group([make_report(text, name=f"{n:02}.txt") for n, text in enumerate(texts)]))


def tell_copies(copies: int, *others: str) -> tuple[list[Finding], list[str]]:
    """The findings of so many copies of the dispatch and the other texts, and the reports, the copies first."""
    told, reports = tell(*[DISPATCH] * copies, *others)
    return told, [report.id for report in reports]


def differing(told: list[Finding]) -> set[tuple[str | None, frozenset[str]]]:
    return {(f.slot, frozenset(w.value or "" for w in f.witnesses)) for f in told if f.status == "differ"}


def test_the_claims_of_two_reports_are_laid_and_those_of_others_are_their_echoes() -> None:
    sides = read(DISPATCH, OWN, DISPATCH, DISPATCH, DISPATCH)
    echoes = Echoes(sides)
    reports = list(dict.fromkeys(side.report for side in sides))
    assert {side.report for side, laid in zip(sides, echoes.laid, strict=True) if not laid} == set(reports[3:])
    for n, side in enumerate(sides):
        laid = echoes.find_laid(n)
        assert laid == [n] if echoes.laid[n] else [sides[m].report for m in laid] == [reports[0], reports[2]]
        assert all(sides[m].text == side.text for m in [*laid, *echoes.find_echoes(n)])


def test_what_is_read_otherwise_is_no_echo() -> None:
    title = "Twelve workers were taken to hospital."
    sides = read_sides(read_group([make_report(OWN, name=f"{n}.txt", title=title) for n in range(3)]))
    body = read_sides(read_group([make_report(DISPATCH, name=f"{n}.txt") for n in range(3, 6)]))
    echoes = Echoes([*sides, *body])
    words = "Twelve workers were taken to hospital"
    echoed = [n for n, side in enumerate([*sides, *body]) if not echoes.laid[n] and words in side.text]
    assert len(echoed) == 2, "one of the titles, one of the bodies"


@pytest.mark.parametrize("copies", [2, 3, 30])
def test_a_number_that_two_others_give_is_seen_beside_any_number_of_copies(copies: int) -> None:
    told, reports = tell_copies(copies, OTHER, OWN, OTHER.replace("after", "when"))
    (toll,) = [f for f in told if f.status == "differ" and f.slot == "number"]
    of = {witness.span.report: witness.value for witness in toll.witnesses}
    assert {report: of.get(report) for report in reports[:copies]} == dict.fromkeys(reports[:copies], "Twelve")
    assert {of[reports[copies]], of[reports[copies + 2]]} == {"Nineteen"}


def test_every_witness_of_a_difference_has_its_value_at_its_place() -> None:
    told, _ = tell_copies(9, OTHER)
    texts = {report.id: report for report in tell_reports(9)}
    for finding in told:
        for witness in finding.witnesses:
            words = witness.span.of(texts[witness.span.report])
            assert words and (witness.value is None or witness.value in words)


def tell_reports(copies: int) -> Any:
    return tell(*[DISPATCH] * copies, OTHER)[1]


def test_more_copies_bring_witnesses_and_nothing_else() -> None:
    few, many = (tell_copies(copies, OTHER, OWN)[0] for copies in (LAID, 12))
    assert differing(few) == differing(many) != set()
    for status in ("agree", "single"):
        assert {f.gist for f in few if f.status == status} == {f.gist for f in many if f.status == status}


def test_a_line_takes_one_claim_of_each_sentence_of_a_copy() -> None:
    sides = read(*[DISPATCH] * 5, OTHER)
    echoes = Echoes(sides)
    line = [n for n in range(len(sides)) if echoes.laid[n]]
    found = echoes.bring_in(line)
    assert set(line) <= set(found) and found == sorted(found)
    fresh = [sides[n].claim.sentence for n in found if n not in line]
    assert len(fresh) == len(set(fresh))
    assert set(fresh) == {side.claim.sentence for n, side in enumerate(sides) if not echoes.laid[n]}


def test_echoes_score_as_what_is_laid_for_them() -> None:
    group = read_group([make_report(text, name=f"{n}.txt") for n, text in enumerate([*[DISPATCH] * 5, OTHER])])
    table = build_table(group)
    echo = next(n for n in range(len(table.sides)) if not table.echoes.laid[n] and "hospital" in table.sides[n].text)
    other = next(n for n, side in enumerate(table.sides) if "Nineteen" in side.text)
    (first, _) = table.echoes.find_laid(echo)
    assert table.score(echo, other) == table.score(other, echo) == table.score(first, other) > 0
    assert table.score(echo, first) > 0.5, "one wording is one claim"


def test_the_words_of_a_span_are_the_same_in_an_echo() -> None:
    texts = [DISPATCH, DISPATCH, f"Seen at night. {DISPATCH}"]
    reports = [make_report(text, name=f"{n}.txt") for n, text in enumerate(texts)]
    sides = read_sides(read_group(reports))
    echoes = Echoes(sides)
    n = next(n for n, side in enumerate(sides) if "Twelve" in side.text)
    (m,) = echoes.find_echoes(n)
    start = sides[n].passage.index("Twelve") + sides[n].clause.sentence.span.start
    span = Span(sides[n].report, start, start + len("Twelve"))
    moved = echoes.move(span, n, m)
    assert moved.report == reports[2].id and moved.start != start
    assert moved.of(reports[2]) == "Twelve"


def invent(told: list[tuple[int, int]]) -> list[Side]:
    """Sides of (report, wording), as far as echoes look at them."""
    sentence = SimpleNamespace(tokens=(), title=False, span=Span("r", 0, 1))
    clause = SimpleNamespace(sentence=sentence, head=0, subject=None, object=None, kind="verb", speaker=None)
    claim = SimpleNamespace(kind="event", polarity="affirmed", factuality="actual")
    empty: Any = dict.fromkeys(("words", "lemmas", "dates", "amounts"), ())
    empty |= dict.fromkeys(("entities", "named", "names"), frozenset())
    empty |= dict.fromkeys(("subject_entity", "speaker_entity"), None)
    marks = {"quoted": False, "elsewhere": False}
    return cast(
        list[Side],
        [
            SimpleNamespace(report=f"r{report}", passage=str(wording), clause=clause, claim=claim, **empty, **marks)
            for report, wording in told
        ],
    )


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4)), min_size=1, max_size=40),
    st.randoms(use_true_random=False),
    st.integers(1, 8),
)
def test_what_is_missed_is_what_all_pairs_would_have_had(told: list[tuple[int, int]], draw: Any, at_once: int) -> None:
    sides = invent(sorted(told))
    echoes = Echoes(sides)
    laid = [n for n in range(len(sides)) if echoes.laid[n]]
    close = [[draw.randrange(8) / 8 for _ in range(5)] for _ in range(5)]  # of each two wordings
    wording = [int(side.passage) for side in sides]
    pairs = [(a, b) for a in laid for b in laid if sides[a].report != sides[b].report and draw.random() < 0.5]
    names = sorted({side.report for side in sides})
    reports = np.array([names.index(side.report) for side in sides])
    wanted = defaultdict(list)
    beside, known = {(a, sides[b].report) for a, b in pairs}, {(a, wording[b]) for a, b in pairs}
    for a, report in beside:
        for n, side in enumerate(sides):
            if side.report == report and not echoes.laid[n] and (a, wording[n]) in known:
                wanted[a, names.index(report)].append(close[wording[a]][wording[n]])
    if not pairs:
        return
    claims, others = np.array(pairs).T
    near = np.array([close[wording[a]][wording[b]] for a, b in pairs], dtype=np.float32)
    kept = module._AT_ONCE
    module._AT_ONCE = at_once
    try:
        claim, report_of, score = echoes.find_missed(claims, others, near, reports)
    finally:
        module._AT_ONCE = kept
    found = defaultdict(list)
    for a, report, value in zip(claim.tolist(), report_of.tolist(), score.tolist(), strict=True):
        found[a, report].append(value)
    assert {place: sorted(values) for place, values in found.items()} == {k: sorted(v) for k, v in wanted.items()}
