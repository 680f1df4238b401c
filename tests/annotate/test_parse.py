"""Parsing: sentences lie where they say, and odd text is bounded."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tellings.annotate.parse import LONGEST, cut_paragraphs, parse_report
from tellings.records import Span
from tests.reports import make_report


def test_tokens_keep_the_letters_of_the_report() -> None:
    report = make_report("President Ilić met Đorđe Šarić. They spoke in Štrpce.", title="A visit")
    sentences = parse_report(report)
    assert [sentence.span.of(report) for sentence in sentences] == [
        "A visit", "President Ilić met Đorđe Šarić.", "They spoke in Štrpce.",
    ]  # fmt: skip
    assert [sentence.title for sentence in sentences] == [True, False, False]
    for sentence in sentences:
        for token in sentence.tokens:
            assert Span(report.id, token.start, token.end).of(report) == token.text
            assert 0 <= token.head < len(sentence.tokens)


@settings(max_examples=25, deadline=None)
@example("half a character \ud83d stands here")
@given(st.text(st.characters(), max_size=200))
def test_any_text_gives_valid_spans(text: str) -> None:
    report = make_report(text)
    for sentence in parse_report(report):
        assert sentence.span.of(report).strip()


@given(st.text(alphabet="ab \n", max_size=300))
def test_paragraphs_cover_every_word(text: str) -> None:
    pieces = list(cut_paragraphs(text))
    assert "".join(piece for _, piece in pieces).replace(" ", "") == text.replace(" ", "").replace("\n", "")
    assert all(text[start : start + len(piece)] == piece for start, piece in pieces)


@pytest.mark.parametrize("text", ["x" * (3 * LONGEST), "word " * LONGEST])
def test_endless_lines_are_cut(text: str) -> None:
    assert all(len(piece) <= LONGEST for _, piece in cut_paragraphs(text))


def test_other_languages_are_left_unparsed() -> None:
    assert parse_report(make_report("Der Fluss stieg am Montag.", language="de")) == []
