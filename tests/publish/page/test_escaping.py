"""Words as HTML: the same letters as the library that all else is escaped by."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from tellings.publish.page.escaping import escape_words


@given(st.text(alphabet=st.sampled_from("&<>'\"a;#39lt \u202e\ud800é"), max_size=40))
def test_as_the_library_writes_them(words: str) -> None:
    assert escape_words(words) == str(escape(words))
