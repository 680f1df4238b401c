"""The small parts of a page: what stands in them, and that no word of a report gets in as markup."""

import re

import pytest
from jinja2 import Environment

from tellings.publish.page.citing import Chip, Excerpt, LineChips, Tag
from tellings.publish.page.escaping import escape_words
from tellings.publish.page.naming import Named
from tellings.publish.page.small_parts import SmallParts
from tellings.publish.page.view import Single

BREAK = "<i>\"'&"
BROKEN = "&lt;i&gt;&#34;&#39;&amp;"
PARTS = SmallParts(escape_words)


def tag(name: str = "Lake Post", language: str = "en") -> Tag:
    return Tag("report-1", "s1-r1", "A", 2, name, name, "4 March 2031", language, ("2031", 0))


def lines(*names: str, more: int = 0, notes: tuple[int, ...] = ()) -> list[LineChips]:
    return [LineChips("A", 2, tuple(Chip(tag(name), "#s1-c7", notes) for name in names), more)]


@pytest.mark.parametrize(
    ("look", "written"),
    [
        ("", "{}"), ("said", '<span class="said" dir="auto">{}</span>'), ("hit", '<mark class="hit">{}</mark>'),
        ("value", '<mark class="hit value">{}</mark>'), ("dif", '<em class="dif">{}</em>'),
        ("line3", '<b class="letter c3">{}</b>'), ("of no kind", ""),
    ],
)  # fmt: skip
def test_pieces_by_their_looks(look: str, written: str) -> None:
    assert PARTS.pieces([(BREAK, look)]) == written.format(BROKEN)


def test_words_left_out_are_counted() -> None:
    assert PARTS.pieces([("1", "cut")]) == '<span class="cut" title="1 word left out here"> [1 word cut] </span>'
    assert "[12 words cut]" in PARTS.pieces([("12", "cut")])


def test_chips_name_reports_with_their_notes() -> None:
    written = PARTS.chips(lines("Lake Post", BREAK, more=3, notes=(4, 9)))
    assert written.count('href="#s1-c7"') == 2 and written.count('<sup class="note">4,9</sup>') == 2
    assert f'title="{BROKEN}, 4 March 2031">{BROKEN}<sup' in written and '<span class="more">+3</span>' in written


def test_letters_say_how_many_reports_stand_behind_a_line() -> None:
    assert '<a class="cite letter c2" href="#s1-c7" title="Lake Post">A<span' in PARTS.letters(lines("Lake Post"))
    several = PARTS.letters(lines("Lake Post", BREAK, more=2))
    assert f'title="Lake Post, {BROKEN} and 2 more">A<small>4</small>' in several


def test_what_is_said_carries_its_language_and_direction() -> None:
    assert PARTS.said(tag(language="ar")) == 'class="said" lang="ar" dir="rtl"'
    assert PARTS.said(tag(language=BREAK)) == f'class="said" lang="{BROKEN}" dir="auto"'


def test_nobody_gets_markup_in() -> None:
    excerpt = Excerpt(tag(BREAK), "#s1-c1", [(BREAK, "hit")], BREAK, 1)
    named = Named(BREAK, [BREAK], [BREAK, BREAK], lines(BREAK), BREAK)
    written = [
        PARTS.quoted([excerpt]), PARTS.noted([excerpt]), PARTS.only_said([Single(BREAK, "#s1-c1", BREAK)], tag(BREAK)),
        PARTS.called([named]), PARTS.chips(lines(BREAK)), PARTS.letters(lines(BREAK)), PARTS.letter(tag(BREAK)),
    ]  # fmt: skip
    for part in written:
        assert "<i>" not in part
        assert set(re.findall(r"<(\w+)", part)) <= {
            "a", "b", "blockquote", "li", "mark", "p", "small", "span", "strong", "sup"
        }  # fmt: skip
    assert f"{BROKEN}; {BROKEN}" in written[3], "as what it is known"


def test_at_most_so_many_roles_and_other_names() -> None:
    many = [f"name {number}" for number in range(9)]
    written = PARTS.called([Named("Ilse", many, many, [])])
    assert "name 0; name 1; name 2; name 3<" in written and "name 4, name 5<" in written


def test_templates_write_them_as_they_are() -> None:
    environment = Environment(autoescape=True)
    PARTS.add_to(environment)
    template = environment.from_string("{{ letter(tag) }}{{ pieces(words) }}")
    assert template.render(tag=tag(), words=[(BREAK, "dif")]).endswith(f'<em class="dif">{BROKEN}</em>')
