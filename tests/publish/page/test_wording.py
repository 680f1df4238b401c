from hypothesis import given
from hypothesis import strategies as st

from tellings.publish.page.wording import (
    build_excerpt,
    clip_around,
    find_context,
    mark_changes,
    mark_cuts,
    mark_differing,
    split_voices,
)

wordings = st.text(alphabet=st.sampled_from("ab c.'é\u202e"), max_size=40)


def joined(pieces: list[tuple[str, str]]) -> str:
    return "".join(text for text, look in pieces if look != "cut")


def test_context_is_the_sentence() -> None:
    text = "First one here. The gate was rammed by a barge! Third one."
    start = text.index("rammed")
    assert text[slice(*find_context(text, (start, start + 6), []))] == "The gate was rammed by a barge!"


def test_context_takes_given_sentences() -> None:
    assert find_context("Mr. Lund came. He sat.", (4, 8), [[0, 14], [15, 22]]) == (0, 14)


def test_excerpt_sets_the_value_off() -> None:
    text = "She said. The town wants 40 wardens at the locks. Enough."
    pieces = build_excerpt(text, (10, 35), [], "40 wardens")
    assert pieces == [("The town wants ", "hit"), ("40 wardens", "value"), (" at the locks.", "")]


def test_long_text_without_a_stop_is_cut() -> None:
    text = "word " * 20_000
    assert len(joined(build_excerpt(text, (50_000, 50_004), []))) < 600


def test_only_what_differs_is_marked() -> None:
    assert mark_differing("for not warning", ["for warning"]) == [("for ", ""), ("not", "dif"), (" warning", "")]
    assert mark_differing("for warning", ["for not warning"]) == [("for warning", "")]


def test_values_that_share_nothing_stay_unmarked() -> None:
    assert mark_differing("One man", ["two boats"]) == [("One man", "")]


def test_changes_are_marked_on_both_sides() -> None:
    left, right = mark_changes("Two former keepers were hurt", "Two ex keepers got hurt")
    assert [text for text, look in left if look] == ["former", "were"]
    assert [text for text, look in right if look] == ["ex", "got"]


def test_cuts_are_counted_in_place() -> None:
    pieces = mark_cuts("calm and nobody needs uniforms", "calm and that nobody needs more uniforms there")
    assert [(text, look) for text, look in pieces if look == "cut"] == [("1", "cut")] * 3


def test_words_of_a_report_are_told_from_ours() -> None:
    pieces = split_voices("On Monday the locks are calm, they hold.", ["They answered that the locks are calm today"])
    assert pieces == [("On Monday ", ""), ("the locks are calm", "said"), (", they hold.", "")]


def test_a_whole_short_wording_is_the_reports() -> None:
    assert split_voices("Too late", ["much too late"]) == [("Too late", "said")]


def test_clause_is_cut_around_the_value() -> None:
    words = "a b c d e f g VALUE h i j k l m n"
    pieces = clip_around(words, (words.index("VALUE"), words.index("VALUE") + 5), 2)
    assert "".join(text for text, _ in pieces) == "… f g VALUE h i\u00a0…"


@given(wordings, wordings)
def test_no_letter_is_lost(left: str, right: str) -> None:
    assert [joined(list(side)) for side in mark_changes(left, right)] == [left, right]
    assert joined(mark_cuts(left, right)) == left
    assert joined(mark_differing(left, [right])) == left
    assert joined(split_voices(left, [right])) == left
