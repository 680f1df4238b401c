"""Sentences and stems without a parser, in any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.sentences import ends_sentence, find_sentences
from tellings.text.stems import find_stem


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The road is shut. It opens on Friday.", 2),
        ("Die Straße ist zu. Am 3.200. Tag öffnet sie.", 3),
        ("道路封闭了。周五会开放！", 2),
        ("सड़क बंद है। शुक्रवार को खुलेगी।", 2),
        ("መንገዱ ተዘግቷል። ዓርብ ይከፈታል።", 2),
        ("one\n\ntwo", 2),
        ("", 0),
    ],
)
def test_sentences(text: str, count: int) -> None:
    assert len(list(find_sentences(text))) == count


@given(st.text())
def test_sentences_lie_in_the_text_in_order(text: str) -> None:
    last = 0
    for start, end in find_sentences(text):
        assert last <= start < end <= len(text)
        assert text[start:end].strip()
        last = end


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        ("It is shut.", True),
        ("“It is shut.”", True),
        ("道路封闭了。", True),
        ("سڑک بند ہے۔", True),
        ("Read more …", False),
        ("Politics", False),
        ("การเมือง", False),
    ],
)
def test_ends(line: str, ends: bool) -> None:
    assert ends_sentence(line) is ends


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("uberschwemmung", "uberschwemmungen"),
        ("홍수가", "홍수로"),
        ("والمدينة", "المدينة"),
        ("3,200", "3,200"),
    ],
)
def test_forms_of_a_word_meet_in_their_stem(one: str, other: str) -> None:
    assert find_stem(one) == find_stem(other)
