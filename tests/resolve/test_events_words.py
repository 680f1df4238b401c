"""Forms of one word meet in one root; words near in meaning share a set."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.resolve.events_words import root_of, sets_of


@pytest.mark.parametrize(
    ("noun", "verb"),
    [
        ("refusal", "refuse"), ("announcement", "announce"), ("delivery", "deliver"), ("decision", "decide"),
        ("flight", "fly"), ("invasion", "invade"), ("recovery", "recover"), ("permission", "permit"),
        ("meeting", "meet"), ("closure", "close"), ("approval", "approve"), ("explosion", "explode"),
        ("marriage", "marry"), ("occupation", "occupy"), ("re-run", "rerun"), ("pre-order", "preorder"),
    ],
)  # fmt: skip
def test_a_noun_is_known_by_its_verb(noun: str, verb: str) -> None:
    assert root_of(noun, True) == root_of(verb, False)


@pytest.mark.parametrize("noun", ["department", "nation", "government", "minister", "controversy"])
def test_nouns_that_only_look_like_forms_stay(noun: str) -> None:
    assert root_of(noun, True) == noun


def test_words_near_in_meaning_share_a_set_and_others_do_not() -> None:
    assert sets_of("buy", "buy") & sets_of("purchase", "purchase")
    assert sets_of("resignation", root_of("resignation", True)) & sets_of("quit", "quit")
    assert not sets_of("announce", "announce") & sets_of("attack", "attack")


@given(st.text(max_size=40), st.booleans())
def test_any_word_has_a_root(word: str, noun: bool) -> None:
    assert isinstance(root_of(word, noun), str)
    assert isinstance(sets_of(word, word), frozenset)
