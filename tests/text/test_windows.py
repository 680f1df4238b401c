import re

from hypothesis import given
from hypothesis import strategies as st

from tellings.text.windows import Rule, Windows, spell_words

RULES = (
    Rule(re.compile(r"\b(?:the )?(?P<place>[a-z]+th|\d+) floors?\b(?! of\b)"), frozenset(("floor",))),
    Rule(re.compile(r"\b(?:sept?|oct)\.? \d{1,2}(?!\d|:)"), frozenset(("month", "figure"))),
)
KINDS = {"floor": frozenset(("floor", "floors")), "month": frozenset(("sep", "sept", "oct"))}


def test_words_are_spelt_with_and_without_an_optional_letter() -> None:
    assert {"sep", "sept", "ages", "aged", "age"} <= spell_words(r"(?P<month>sept?)\.? \bage[ds]?|aged")
    assert "month" not in spell_words(r"(?P<month>sept?)(?P=month)")


def test_matches_are_those_next_to_words_of_the_kinds_needed() -> None:
    windows = Windows(RULES, KINDS)
    found = [
        (place, match.group()) for place, match in windows.find("on the tenth floor of it, sept. 3, the 12 floors")
    ]
    assert sorted(found) == [(0, "the 12 floors"), (1, "sept. 3")]
    assert not list(windows.find("in september, 30 of them"))


@given(st.lists(st.sampled_from(
    "the tenth 3 12 floor floors floored of sept sep oct . , : - cat 4th \n of_ 3rd7 oct5 ş 12:30 sepal".split(" ")
), max_size=20), st.lists(st.sampled_from(["", " ", " "]), min_size=20, max_size=20))  # fmt: skip
def test_the_same_as_over_the_whole_text(words: list[str], gaps: list[str]) -> None:
    text = "".join(word + gap for word, gap in zip(words, gaps, strict=False))
    whole = {(n, match.span()) for n, rule in enumerate(RULES) for match in rule.pattern.finditer(text)}
    assert {(n, match.span()) for n, match in Windows(RULES, KINDS).find(text)} == whole
