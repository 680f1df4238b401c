"""The slow steps asked once a word give what the whole pipeline gives."""

import pytest

from tellings.annotate.parse import MODEL, load_model, load_words
from tellings.annotate.parse_words import SLOW, WordTable, _words_of

TEXTS = [
    "Let's see whether there are boats left; there's one, and they're gonna sell it.",
    "The harbour master ain't here, y'all, and he's got ta leave: c'm on, let us go.",
    "There  were two spaces\there, and the crews' pay was cut by the port's owners.",
    "“Don't worry,” she said: it’s the mayor’s boat, and we’ve seen it's been mended.",
    "What the crews had was not what they have; his was lost, and that that was so is known.",
    "Is there there a ferry? All but one of those has left, more slowly than before.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_the_same_as_the_whole_pipeline(text: str) -> None:
    words = load_words(MODEL)
    expected = _words_of(load_model()(text))
    for _ in range(2):  # the first time it asks, the second time it knows
        docs = list(words.model.pipe([text, text[::-1]], disable=SLOW))
        assert words.read(docs)[0] == expected


def test_words_of_one_text_do_not_pair_with_those_of_another() -> None:
    fresh = WordTable(load_model())
    texts = ["They let in water.", "It is John's.", "The gon and the na.", "We let us see, as there is time."]
    expected = [_words_of(load_model()(text)) for text in texts]
    assert fresh.read(list(load_model().pipe(texts, disable=SLOW))) == expected


def test_a_full_table_starts_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.annotate.parse_words._ROOM", 3)
    fresh = WordTable(load_model())
    for text in TEXTS:
        (read,) = fresh.read(list(load_model().pipe([text], disable=SLOW)))
        assert read == _words_of(load_model()(text))


def test_rules_that_look_at_more_than_words_are_left_to_the_pipeline() -> None:
    import spacy

    model = spacy.blank("en")
    ruler = model.add_pipe("attribute_ruler")
    ruler.add(patterns=[[{"ENT_TYPE": "GPE"}]], attrs={"POS": "PROPN"})  # type: ignore[attr-defined]
    table = WordTable(model)
    assert not table.serves
    assert [word[1] for word in table.read([model("Boats left.")])[0]] == ["", "", ""]


def test_forms_that_are_looked_up_give_the_lemmas_of_forms_in_lists() -> None:
    import spacy

    model = spacy.load(MODEL)
    lemmatizer = model.get_pipe("lemmatizer")
    known = lemmatizer.lookups.get_table("lemma_index")  # type: ignore[attr-defined]
    assert all(isinstance(known[kind], list) for kind in known)
    expected = [_words_of(model(text)) for text in TEXTS]
    table = WordTable(model)
    assert all(isinstance(known[kind], dict) for kind in known)
    lemmatizer.cache.clear()  # type: ignore[attr-defined]
    assert table.read(list(model.pipe(TEXTS, disable=SLOW))) == expected
