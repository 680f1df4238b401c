import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from tellings.publish.page.marked_text import Mark, render_marked

texts = st.text(alphabet=st.sampled_from("abc é<&\"'\n\n אب\u202e😀"), max_size=60)
spans = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 30)), max_size=8)


def plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def marks_of(places: list[tuple[int, int]]) -> list[Mark]:
    return [Mark(start, start + length, f"c{n}", "agree") for n, (start, length) in enumerate(places)]


@given(texts, spans)
def test_the_text_stays_as_it_was(text: str, places: list[tuple[int, int]]) -> None:
    html, _ = render_marked(text, marks_of(places))
    assert plain(html).split() == text.split()


@given(texts, spans)
def test_tags_nest_and_ids_are_given_once(text: str, places: list[tuple[int, int]]) -> None:
    html, _ = render_marked(text, marks_of(places))
    held: list[str] = []
    for closing, name in re.findall(r"<(/?)(\w+)", html):
        if closing:
            assert held.pop() == name
        else:
            held.append(name)
    assert not held
    ids = re.findall(r' id="(\w+)"', html)
    assert len(ids) == len(set(ids))


@given(texts, spans)
def test_the_pieces_of_a_mark_are_its_words(text: str, places: list[tuple[int, int]]) -> None:
    marks = [mark for mark in marks_of(places) if mark.end <= len(text)]
    html, _ = render_marked(text, marks)
    for mark in marks:
        covered, depth = "", 0
        for tag, classes, words in re.findall(r'(</?span)(?:[^>]*class="([^"]*)")?[^>]*>|([^<]+|<[^>]*>)', html):
            if tag == "<span":
                depth += 1 if depth or mark.id in classes.split() else 0
            elif tag == "</span":
                depth -= 1 if depth else 0
            elif depth and not words.startswith("<"):
                covered += unescape(words)
        assert covered.split() == text[mark.start : mark.end].split() or "\n" in text[mark.start : mark.end]


def test_crossing_marks_are_cut_and_told() -> None:
    html, cut = render_marked("one two three", [Mark(0, 7, "c1", "agree"), Mark(4, 13, "c2", "differ")])
    assert cut == {"c2"}
    assert str(html) == (
        '<p><span id="c1" class="claim agree c1">one <span id="c2" class="claim differ c2">two</span></span>'
        '<span class="claim differ c2"> three</span></p>\n'
    )


def test_links_back_stand_after_their_claim() -> None:
    html, _ = render_marked("one two", [Mark(0, 3, "c1", "agree", (("D1", "#d1", "Where they differ"),))])
    assert '</span><a class="back" href="#d1" title="Where they differ">D1</a> two' in html


def test_title_is_set_apart() -> None:
    html, _ = render_marked("Title\n\nBody", [], title="Title")
    assert html == '<p class="report-title">Title</p>\n<p>Body</p>\n'
