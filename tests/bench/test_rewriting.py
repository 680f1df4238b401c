"""Rewriting and changing sentences, on sentences written for these tests."""

import random

import pytest
import spacy
from bench.rewriting import (
    Pool,
    Rule,
    change_date,
    change_name,
    change_number,
    change_speaker,
    change_word,
    cut_names,
    make_coarse,
    make_passive,
    make_possible,
    make_vague,
    move_speaker,
    negate,
    rewrite,
    spell_numbers,
    swap_roles,
)
from spacy.tokens import Span

from tellings.annotate.parse import MODEL

POOL = Pool({"PERSON": ["Ada Brenner"], "GPE": ["Norhaven"]}, {"arrest": "arrested", "approve": "approved"})


@pytest.fixture(scope="module")
def nlp() -> spacy.Language:
    return spacy.load(MODEL)


def changed(nlp: spacy.Language, text: str, rule: Rule) -> str | None:
    sentence: Span = next(iter(nlp(text).sents))
    made = rewrite(sentence, [rule], random.Random(3), POOL)
    return made[0] if made else None


@pytest.mark.parametrize(
    ("rule", "text", "wanted"),
    [
        (make_passive, "Police arrested the mayor.", "The mayor was arrested by police."),
        (spell_numbers, "The storm killed 7 people.", "The storm killed seven people."),
        (make_possible, "The council approved the plan.", None),
        (negate, "The council approved the plan.", None),
        (change_word, "The court accepted the appeal.", "The court rejected the appeal."),
    ],
)
def test_rules_change_what_they_are_for(nlp: spacy.Language, rule: Rule, text: str, wanted: str | None) -> None:
    made = changed(nlp, text, rule)
    assert made is not None
    assert made != text
    if wanted:
        assert made == wanted
    assert made.endswith(".")


def test_a_number_becomes_another_one(nlp: spacy.Language) -> None:
    made = changed(nlp, "The flood killed 84 people in the valley.", change_number)
    assert made is not None
    assert "84" not in made
    assert made.startswith("The flood killed ")


def test_a_rough_number_does_not_contradict(nlp: spacy.Language) -> None:
    made = changed(nlp, "The flood killed 84 people in the valley.", make_vague)
    assert made in {
        "The flood killed more than 80 people in the valley.",
        "The flood killed dozens of people in the valley.",
        "The flood killed some 80 people in the valley.",
    }


def test_dates_change_or_lose_their_day(nlp: spacy.Language) -> None:
    text = "The bridge collapsed on 12 March 2019."
    assert changed(nlp, text, change_date) not in (None, text)
    assert changed(nlp, text, make_coarse) == "The bridge collapsed in March 2019."


def test_names_are_cut_and_exchanged(nlp: spacy.Language) -> None:
    text = "Jonas Weber resigned after the vote in Berlin."
    assert changed(nlp, text, cut_names) == "Weber resigned after the vote in Berlin."
    made = changed(nlp, text, change_name)
    assert made is not None
    assert ("Ada Brenner" in made) != ("Norhaven" in made)


def test_who_says_it_moves_or_is_another(nlp: spacy.Language) -> None:
    text = "Jonas Weber said the harbour was closed."
    moved = changed(nlp, text, move_speaker)
    assert moved is not None
    assert "Weber" in moved
    other = changed(nlp, text, change_speaker)
    assert other is not None
    assert "Weber" not in other


def test_a_rule_that_finds_nothing_gives_nothing(nlp: spacy.Language) -> None:
    assert changed(nlp, "The harbour was closed.", change_number) is None
    assert changed(nlp, "The harbour was closed.", swap_roles) is None
