"""The lemmas of a sentence as sets, and the scenes that its words set."""

from dataclasses import replace

import pytest

from tellings.annotate.parse import parse_report
from tellings.code_events import sentence_words
from tellings.code_events.matching import is_scene
from tellings.code_events.sentence_words import find_words
from tellings.records import Report, Sentence


def parse(text: str) -> Sentence:
    (sentence,) = parse_report(Report("r", "c", "own", None, None, None, None, "en", text))
    return sentence


def test_lemmas_by_kind() -> None:
    words = find_words(parse("The Mayor opened old bridges."))
    assert {"open", "bridge", "old"} <= words.lemmas
    assert {"bridge", "old"} <= words.naming
    assert "open" not in words.naming
    assert "mayor" in words.lowered


def test_each_sentence_has_its_own_though_few_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_words, "_ROOM", 2)
    sentences = [parse(f"The envoy saw {thing}.") for thing in ("boats", "trams", "cranes", "silos")]
    for _ in range(2):
        found = [find_words(sentence).naming for sentence in sentences]
        assert [thing in naming for thing, naming in zip(("boat", "tram", "crane", "silo"), found, strict=True)]
        assert len(set(found)) == 4


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        ("Dorrin lost to the town in extra time.", "sport", True),
        ("Dorrin lost to the town for the second time.", "sport", False),
        ("The mural shows soldiers who attack a village.", "fiction", True),
        ("The mayor shows visitors a village.", "fiction", False),
        ("Troops attacked a convoy during the exercise.", "staged", True),
        ("Troops attacked a convoy after the exercise.", "staged", False),
        ("A storm took the bridge.", "disaster", True),
        ("Gunmen attacked the shelter after the storm.", "disaster", False),
    ],
)
def test_scenes(text: str, name: str, expected: bool) -> None:
    assert is_scene(parse(text), name) is expected


@pytest.mark.parametrize(("score", "expected"), [("3–1", True), ("2031–2032", False), ("3–1-2", False)])
def test_a_score_is_a_word_of_its_own(score: str, expected: bool) -> None:
    sentence = parse("Dorrin lost to the town in May.")
    tokens = tuple(replace(token, text=score) if token.text == "May" else token for token in sentence.tokens)
    assert is_scene(replace(sentence, tokens=tokens), "sport") is expected
