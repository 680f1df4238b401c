"""Entities found for all words at once are those that the pipeline's own step finds word by word."""

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from tellings.annotate.parse import MODEL, load_entities, load_model
from tellings.annotate.parse_entities import ENTITIES, EntityTable, Named

TEXTS = [
    "Ana Reis of the Orvel Mining Company said on Tuesday 3 May that 34 men were lost in Upper Sund, Norland.",
    "Reis",
    "  ",
    "On Monday\t two  ferries left Port Kettleby . Three Danes, Lt. Col. Idris Oduya and $4.5 million went with them",
    "The U.N. Security Council. Velden. The Treaty of Lower Orvel Bridge of 12 June 1994, which Velden signed in Paris",
    "It rained and nobody was there.",
]
WORDS = (
    "Ana Reis of the Orvel Company , 12 May Paris . $ 3.5 million said U.N. and Lake The Monday Danes 's first".split()
)
WORDS += [" ", "\t", '"']


def _ask_pipeline(text: str) -> Named:
    doc = load_model()(text)
    return [word.ent_type_ for word in doc], [word.ent_iob_ == "B" for word in doc]


def _ask_table(texts: list[str]) -> list[Named]:
    table = load_entities(MODEL)
    assert table.serves
    return table.read(list(load_model().pipe(texts, disable=[ENTITIES])))


def test_the_same_entities_as_the_pipelines() -> None:
    found = _ask_table(TEXTS)
    assert found == [_ask_pipeline(text) for text in TEXTS]
    assert {"PERSON", "CARDINAL", "DATE"} <= {kind for kinds, _ in found for kind in kinds}


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), max_size=4))
def test_the_same_entities_in_any_row_of_words(texts: list[str]) -> None:
    assert _ask_table(texts) == [_ask_pipeline(text) for text in texts]


def test_texts_without_words() -> None:
    assert _ask_table([]) == []
    assert _ask_table(["", "Ana Reis left.", ""]) == [_ask_pipeline(text) for text in ("", "Ana Reis left.", "")]


@pytest.mark.parametrize("change", ["named before", "named after", "sentences after", "several at once"])
def test_a_pipeline_whose_entities_rest_on_more_is_asked_itself(change: str) -> None:
    model = spacy.load(MODEL)
    if change == "sentences after":
        model.add_pipe("sentencizer")
    elif change == "several at once":
        model.remove_pipe(ENTITIES)
        model.add_pipe("beam_ner", name=ENTITIES)
    else:
        first = change == "named before"
        ruler = model.add_pipe("entity_ruler", before=ENTITIES if first else None, after=None if first else ENTITIES)
        ruler.add_patterns([{"label": "FERRY", "pattern": "rowing boat"}])  # type: ignore[attr-defined]
    table = EntityTable(model)
    assert not table.serves
    if change.startswith("named"):
        ((kinds, begins),) = table.read([model("A rowing boat left.")])
        assert (kinds, begins) == (["", "FERRY", "FERRY", "", ""], [False, True, False, False, False])


def test_a_pipeline_without_the_step_names_nothing() -> None:
    model = spacy.blank("en")
    assert EntityTable(model).read([model("Ana left.")]) == [(["", "", ""], [False, False, False])]
