"""Texts parsed beside one another come out as the pipeline's own parser leaves them, to the last head and relation."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any
from unittest import mock

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from tellings.annotate import parse, parse_arcs
from tellings.annotate.parse import MODEL, load_arcs, load_model
from tellings.annotate.parse_arcs import PARSER, ArcTable
from tellings.annotate.parse_words import SLOW
from tests.reports import make_report

TEXTS = [
    "Ferry lost off Upper Sund",
    "Reis",
    "  ",
    "",
    "\t On Monday  two ferries left .",
    "The old ferry that Ana Reis had bought left Port Kettleby late. Nobody, she said, knew why; it rained.",
    "It rained the boats stayed in nobody went out. Why not? Because, of course, of the rain that had been foretold",
    "Flour, rice, tents, blankets, ropes, nails, planks, two pumps, six lamps, salt, soap and 400 candles came in.",
    '"We waited," the mayor said, "until the water, which the pumps that Velden sent could not hold, was in." "I left"',
    "What the diver told the judge she had seen nobody asked about. A report was published on Friday of a loss of oil.",
    "More people than had come to Lake Orvel in the year before were counted of whom few had been told what to bring",
    "He is the captain whose boat the coastguard, who was told of it too late, says that it could not find, is he?",
]
WORDS = (
    "the a old ferry boats Reis Ana who which that said says was had been lost left found and or but because of in to "
    "not nobody 12 more than what whom when it he , . ; : ? ! - ( ) \" ' 's"
).split()
WORDS += [" ", "\n"]
ATTRIBUTES: list[int | str] = ["HEAD", "DEP", "SENT_START", "TAG"]


@pytest.fixture
def none_alone() -> Iterator[None]:
    """No text is left to the pipeline's own step."""
    with mock.patch.object(parse_arcs, "_DEAR", 0.0):
        yield


def _ask_table(texts: Sequence[str]) -> list[list[list[int]]]:
    table = load_arcs(MODEL)
    assert table.serves
    docs = list(load_model().pipe(texts, disable=[PARSER]))
    table.parse(docs)
    return [doc.to_array(ATTRIBUTES).tolist() for doc in docs]


def _ask_pipeline(texts: Sequence[str]) -> list[list[list[int]]]:
    return [load_model()(text, disable=list(SLOW)).to_array(ATTRIBUTES).tolist() for text in texts]


@pytest.mark.usefixtures("none_alone")
def test_the_same_arcs_and_sentences_as_the_pipelines() -> None:
    assert _ask_table(TEXTS) == _ask_pipeline(TEXTS)


@pytest.mark.usefixtures("none_alone")
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_by_itself(text: str) -> None:
    assert _ask_table([text]) == _ask_pipeline([text])


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join), max_size=6))
def test_the_same_in_any_rows_of_words(texts: list[str]) -> None:
    with mock.patch.object(parse_arcs, "_DEAR", 0.0):
        assert _ask_table(texts) == _ask_pipeline(texts)


@pytest.fixture(scope="module")
def random_model() -> Any:
    """A pipeline whose moves are as likely as not, for states that a trained one hardly comes to."""
    return spacy.load(MODEL)


@pytest.mark.usefixtures("none_alone")
@pytest.mark.parametrize("seed", range(20))
def test_the_same_by_any_scores_of_moves(random_model: Any, seed: int) -> None:
    step, random = random_model.get_pipe(PARSER), np.random.default_rng(seed)
    upper = step.model.get_ref("upper")
    kinds = [parse_arcs._EFFECTS[name[0]] for name in parse_arcs._list_moves(step)]
    width = upper.get_param("W").shape[1]
    by_kind, by_move = random.normal(size=(6, width)), random.normal(size=(len(kinds), width), scale=0.1)
    upper.set_param("W", (by_kind[kinds] + by_move).astype(np.float32))
    tagged = [list(random_model.pipe(TEXTS, disable=[PARSER, *SLOW])) for _ in range(2)]
    ArcTable(random_model).parse(tagged[0])
    found, expected = (
        [doc.to_array(ATTRIBUTES).tolist() for doc in docs] for docs in (tagged[0], step.pipe(tagged[1]))
    )
    assert found == expected


def test_texts_are_parsed_in_lots_and_the_longest_by_the_step_itself() -> None:
    texts = [*TEXTS, *(" ".join([text] * 2) for text in TEXTS), " ".join(TEXTS)]
    with mock.patch.object(parse_arcs, "ROOM", 30):
        assert _ask_table(texts) == _ask_pipeline(texts)


@pytest.mark.parametrize(
    ("lengths", "alone"), [([], 0), ([90], 1), ([30] * 9, 0), ([900, 30, *[28] * 8], 1), ([80, 70, 60, *[30] * 9], 0)]
)
def test_a_text_much_longer_than_the_others_is_left_to_the_step(lengths: list[int], alone: int) -> None:
    assert parse_arcs._count_alone(lengths) == alone


def test_texts_without_words() -> None:
    assert _ask_table([]) == []
    assert _ask_table(["", "Ana Reis left.", ""]) == _ask_pipeline(["", "Ana Reis left.", ""])


@pytest.mark.parametrize(
    "change", ["sentences before", "sentences after", "ruled before", "several at once", "another after", "none"]
)
def test_a_pipeline_whose_arcs_rest_on_more_is_asked_itself(change: str) -> None:
    model = spacy.load(MODEL)
    assert ArcTable(model).serves
    if change.startswith("sentences"):
        first = change == "sentences before"
        model.add_pipe("sentencizer", before=PARSER if first else None, after=None if first else PARSER)
    elif change == "ruled before":
        model.add_pipe("attribute_ruler", name="ruler", before=PARSER)
    elif change == "another after":
        model.add_pipe("merge_noun_chunks")
    else:
        model.remove_pipe(PARSER)
        if change == "several at once":
            model.add_pipe("beam_parser", name=PARSER, after="tagger")
    assert not ArcTable(model).serves


@pytest.mark.usefixtures("none_alone")
@pytest.mark.parametrize("load", [parse.load_arcs, parse.load_words, parse.load_entities])
def test_sentences_are_the_same_where_a_table_does_not_serve(load: Callable[[str], Any]) -> None:
    report = make_report("\n".join(filter(str.strip, TEXTS)), title="Ferry lost")
    with mock.patch.object(ArcTable, "parse", autospec=True, side_effect=ArcTable.parse) as parsed:
        parse.forget()
        expected = parse.parse_report(report)
        assert parsed.call_count == 1
        with mock.patch.object(load(MODEL), "serves", False):
            parse.forget()
            assert parse.parse_report(report) == expected
        assert parsed.call_count == 1
    assert PARSER in load_model().pipe_names
    parse.forget()
