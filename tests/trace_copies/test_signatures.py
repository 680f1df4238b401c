"""What of a report is held so that its copies and rewritings are found."""

import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.annotate.parse import parse_report
from tellings.trace_copies.signatures import MOST_DETAILS, MOST_PASSAGES, WINDOW, build_signature
from tests.reports import make_report
from tests.trace_copies.test_lineage import DISPATCH, OWN, REWRITTEN


def shared(left: str, right: str) -> tuple[int, int]:
    reports = make_report(left, name="a"), make_report(right, name="b")
    ours, theirs = (build_signature(report, parse_report(report)) for report in reports)
    return len(np.intersect1d(ours.passages, theirs.passages)), len(np.intersect1d(ours.details, theirs.details))


def test_an_excerpt_shares_passages_and_a_rewriting_shares_details() -> None:
    excerpt = f"What the harbour says is short. {DISPATCH.split(chr(10))[2]} {DISPATCH.split(chr(10))[4]} More to come."
    assert shared(DISPATCH, excerpt)[0] >= 2
    assert shared(DISPATCH, REWRITTEN)[1] >= 2


def test_a_public_quotation_is_no_passage() -> None:
    assert sum(shared(DISPATCH, OWN)) < 2


@given(st.integers(0, 40), st.integers(20, 60))
def test_twenty_words_in_a_row_share_a_passage_wherever_they_stand(before: int, length: int) -> None:
    run = " ".join(f"word{number}" for number in range(length))
    left = make_report(" ".join(f"left{number}" for number in range(60 + before)) + " " + run)
    right = make_report(run + " " + " ".join(f"right{number}" for number in range(60)))
    ours, theirs = build_signature(left, ()), build_signature(right, ())
    assert len(np.intersect1d(ours.passages, theirs.passages)) >= 1


def test_the_same_in_every_process() -> None:
    program = (
        "from tests.reports import make_report; from tellings.trace_copies.signatures import build_signature;"
        "from tests.trace_copies.test_lineage import DISPATCH;"
        "s = build_signature(make_report(DISPATCH), ()); print(s.digest, s.outlet, s.passages.tolist())"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


@pytest.mark.parametrize("text", ["", "Ferry aground today.", "🙂 🙂", "\ud800 lone", "۩ ۩ ۩", '"' * 500])
def test_a_report_of_three_words_has_no_keys(text: str) -> None:
    signature = build_signature(make_report(text), ())
    assert not len(signature.passages)
    assert not len(signature.details)


def test_a_long_text_has_a_bounded_signature() -> None:
    report = make_report(" ".join(f"word{number}" for number in range(100_000)))
    signature = build_signature(report, ())
    assert len(signature.passages) == MOST_PASSAGES
    assert len(signature.details) <= MOST_DETAILS
    assert len(pickle.dumps(signature)) < 2_000


def test_what_repeats_itself_is_one_passage() -> None:
    assert len(build_signature(make_report("reef " * 500), ()).passages) == 1
    assert WINDOW > 1
