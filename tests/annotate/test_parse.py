"""Parsing: sentences lie where they say, and odd text is bounded."""

import time
from pathlib import Path
from typing import Any

import pytest
import spacy
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tellings.annotate import parse
from tellings.annotate.parse import LONGEST, MOST, cut_paragraphs, parse_report
from tellings.errors import CallError
from tellings.records import Report, Sentence, Span
from tellings.stage import Group
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


DISPATCH = "The ferry Ana left Gorée at dawn. It never arrived."
TEXTS = ["A visit", DISPATCH, "Nobody spoke; 3 stayed.", "\ud83d", "  Rescuers found\u00a0no one."]


def _bare(sentences: list[Sentence]) -> list[tuple[object, ...]]:
    return [(s.index, s.title, [(t.text, t.lemma, t.tag, t.dep, t.head, t.kind, t.begins) for t in s.tokens])
            for s in sentences]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(st.lists(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=4), min_size=1, max_size=4))
def test_a_wording_met_before_gives_the_same_records(stream: list[list[str]]) -> None:
    reports = [make_report("\n\n".join(texts), title=f"Report {number}") for number, texts in enumerate(stream)]
    parse.forget()
    kept = [parse_report(report) for report in reports]
    for report, sentences in zip(reports, kept, strict=True):
        parse.forget()
        assert parse_report(report) == sentences


def test_a_paragraph_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parse.forget()
    first = parse_report(make_report(DISPATCH))
    monkeypatch.setattr(parse, "_read_batch", lambda *_: pytest.fail("the model was asked again"))
    again = parse_report(make_report("\n\n" + DISPATCH))
    assert _bare(again) == _bare(first)
    assert [s.span.start for s in again] == [s.span.start + 2 for s in first]


def test_what_is_read_together_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    reports = [make_report(text, title=f"Report {number}") for number, text in enumerate([DISPATCH, *TEXTS])]
    german = make_report("Der Fluss stieg am Montag.", language="de")
    parse.forget()
    alone = [parse_report(report) for report in reports]
    parse.forget()
    parse.read_together([german, *reports])
    monkeypatch.setattr(parse, "_read_batch", lambda *_: pytest.fail("the model was asked again"))
    assert [parse_report(report) for report in reports] == alone


def test_no_more_is_read_together_than_one_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[tuple[str, bool]]] = []
    monkeypatch.setattr(parse, "BATCH", 60)
    monkeypatch.setattr(parse, "_read_paragraphs", lambda paragraphs, model: asked.append(list(paragraphs)))
    parse.read_together([make_report("Forty came."), make_report("Nobody left."), make_report("x" * 60)])
    assert asked == [[("Forty came.", False), ("Nobody left.", False)]]


def test_products_are_numpys() -> None:
    steps = [getattr(step, "model", None) for _, step in parse.load_model().pipeline]
    assert {layer.ops.use_blis for network in steps if network is not None for layer in network.walk()} == {False}


def test_readings_are_kept_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    parse.forget()
    monkeypatch.setattr(parse, "ROOM", 12)
    report = make_report("The dam broke on Monday.\nThe dam broke on Monday.\nNobody had opened the gates in time.")
    sentences = parse_report(report)
    kept = parse._KEPT[parse.MODEL]
    assert kept.words <= 12
    assert parse_report(report) == sentences
    assert kept.words == sum(1 + sum(map(len, reading)) for reading in kept.readings.values()) <= 12
    parse.forget()


@pytest.mark.parametrize("letters", ["(", "a-", "“", "1,", "x"])
def test_a_run_without_a_space_takes_bounded_time(letters: str) -> None:
    report = make_report(f"The gate was closed. {letters * 40_000} It opened again.")
    begun = time.process_time()
    sentences = parse_report(report)
    assert time.process_time() - begun < 10
    assert sentences[0].span.of(report) == "The gate was closed."
    assert all(token.text == report.text[token.start : token.end] for s in sentences for token in s.tokens)


def test_no_sentence_is_longer_than_its_bound() -> None:
    report = make_report("The gate was closed. " + "12 boats, " * 2000 + "it was said.")
    sentences = parse_report(report)
    assert max(len(sentence.tokens) for sentence in sentences) <= parse.MOST_WORDS
    for sentence in sentences:
        assert all(0 <= token.head < len(sentence.tokens) for token in sentence.tokens)
        assert sentence.span.of(report)


def test_a_very_long_report_is_parsed_as_far_as_its_beginning() -> None:
    text = "The council closed the bridge. " * 5_000
    sentences = parse_report(make_report(text))
    assert 0 < sentences[-1].span.end <= MOST


def test_a_paragraph_in_another_language_is_not_parsed_as_english() -> None:
    spanish = "Los vecinos dijeron que nunca habían visto tanta agua en la plaza y que nadie les avisó a tiempo."
    report = make_report(f"The council closed the bridge.\n\n{spanish}\n\nIt will open on Friday.")
    assert [s.span.of(report) for s in parse_report(report)] == [
        "The council closed the bridge.",
        "It will open on Friday.",
    ]


@pytest.fixture
def other_model(tmp_path: Path) -> str:
    """A saved pipeline that tags every word as a noun."""
    model = spacy.load(parse.MODEL)
    ruler: Any = model.get_pipe("attribute_ruler")
    ruler.add([[{"IS_ALPHA": True}]], {"POS": "NOUN"})
    model.to_disk(tmp_path / "nouns-only")
    return str(tmp_path / "nouns-only")


def test_another_pipeline_is_read_from_its_folder(other_model: str) -> None:
    report = make_report("The dam broke on Monday.")
    stage = parse.build_stage(other_model)
    (sentence,) = stage.run(Group(report.id, {Report: (report,)}))
    assert {token.pos for token in sentence.tokens if token.text.isalpha()} == {"NOUN"}
    (usual,) = parse_report(report)
    assert {token.pos for token in usual.tokens} > {"NOUN"}, "readings of one pipeline are not given for another's"


def test_a_pipeline_that_is_not_there_is_named() -> None:
    with pytest.raises(CallError, match=r"no spaCy pipeline 'en_core_web_none'.*install"):
        parse.build_stage("en_core_web_none")


def test_a_pipeline_without_a_parser_is_refused(tmp_path: Path) -> None:
    spacy.blank("en").to_disk(tmp_path)
    with pytest.raises(CallError, match="has no tagger and no parser"):
        parse.build_stage(str(tmp_path))


def test_all_that_is_asked_of_the_pipeline_is_loaded_beforehand() -> None:
    kept = (parse.load_words, parse.load_entities, parse.load_arcs, parse.load_vectors)
    assert parse.STAGE.load is not None
    parse.STAGE.load()
    before = [load.cache_info().misses for load in kept]
    assert list(parse.STAGE.run(Group("r", {Report: [make_report("The Halcyon ran aground off Kerrin.")]})))
    assert [load.cache_info().misses for load in kept] == before
