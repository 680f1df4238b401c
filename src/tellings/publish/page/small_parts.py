"""Pieces of text, chips and letters of reports, words in their sentence in; the HTML of each out.

A large page holds thousands of them, and a template takes five times as long to write one: the templates set out the
page and call these for what they repeat. Every word that comes from a report or its page goes through `escape`.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup

from tellings.publish.page.citing import Chip, Excerpt, LineChips, Tag
from tellings.publish.page.naming import Named
from tellings.publish.page.view import Single
from tellings.publish.page.wording import Piece

Escape = Callable[[str], str]  # words of anybody in, the same as HTML out
_KEPT = 2048  # short words whose HTML is remembered: names of outlets, days, languages
_MOST_ROLES, _MOST_OTHERS = 4, 6  # things that one is called, and names that one goes by, beside the first
_OPENED = {
    "": "",
    "said": '<span class="said" dir="auto">',
    "hit": '<mark class="hit">',
    "value": '<mark class="hit value">',
    "dif": '<em class="dif">',
}
_CLOSED = {"": "", "said": "</span>", "hit": "</mark>", "value": "</mark>", "dif": "</em>"}


class SmallParts:
    """Writes them. escape: how words are written as HTML."""

    def __init__(self, escape: Escape) -> None:
        self._escape = escape
        self._short: Escape = lru_cache(_KEPT)(escape)

    def add_to(self, environment: Environment) -> None:
        """Every template of the environment may call them."""
        parts = (
            self.pieces, self.chips, self.letters, self.letter, self.said, self.quoted, self.only_said, self.noted,
            self.called,
        )  # fmt: skip
        environment.globals.update({part.__name__: part for part in parts})

    def pieces(self, pieces: Sequence[Piece]) -> Markup:
        """Words with their looks, as `wording` has them."""
        return Markup(self._pieces(pieces))

    def chips(self, lines: Sequence[LineChips]) -> Markup:
        """The reports behind a statement, by line, each with its name."""
        written = [f' <span class="line c{line.colour}">{self._chips_of_line(line)}</span>' for line in lines]
        return Markup(f'<span class="src">{"".join(written)}</span>')

    def letters(self, lines: Sequence[LineChips]) -> Markup:
        """The same in few letters: one for each line, with how many of its reports say so."""
        return Markup(f'<span class="src few">{"".join([self._letter_of_line(line) for line in lines])}</span>')

    def letter(self, tag: Tag) -> Markup:
        """The letter of a report's line."""
        return Markup(self._letter(tag))

    def said(self, tag: Tag) -> Markup:
        """The attributes of an element that holds words of the report."""
        return Markup(self._said(tag))

    def quoted(self, excerpts: Sequence[Excerpt]) -> Markup:
        """Words of reports in their sentences, each with the way to its place, as items of a list."""
        return Markup("".join([self._quote(excerpt) for excerpt in excerpts]))

    def only_said(self, singles: Sequence[Single], tag: Tag) -> Markup:
        """What only that report says, as items of a list."""
        return Markup("".join([self._single(single, tag) for single in singles]))

    def noted(self, notes: Sequence[Excerpt]) -> Markup:
        """The words that are cited, for paper, as items of a numbered list."""
        return Markup("".join([self._noted(note) for note in notes]))

    def called(self, names: Sequence[Named]) -> Markup:
        """Who or what is named, as items of a list."""
        return Markup("".join([self._called(name) for name in names]))

    def _pieces(self, pieces: Sequence[Piece]) -> str:
        return "".join([self._piece(words, look) for words, look in pieces])

    def _piece(self, words: str, look: str) -> str:
        written = self._escape(words)
        opened = _OPENED.get(look)
        if opened is not None:
            return f"{opened}{written}{_CLOSED[look]}"
        if look[:4] == "line":
            return f'<b class="letter c{self._short(look[4:])}">{written}</b>'
        if look == "cut":
            named = "word" if words == "1" else "words"
            title = f"{written} {named} left out here"
            return f'<span class="cut" title="{title}"> [{written} {named} cut] </span>'
        return ""

    def _chips_of_line(self, line: LineChips) -> str:
        more = f' <span class="more">+{line.more}</span>' if line.more else ""
        return f"<b>{self._short(line.letter)}</b>{''.join([self._chip(chip) for chip in line.chips])}{more}"

    def _chip(self, chip: Chip) -> str:
        tag, short = chip.tag, self._short
        title = f"{short(tag.name)}, {short(tag.when)}"
        link = f'<a class="cite" href="{chip.href}" title="{title}">{short(tag.short)}{_note(chip)}</a>'
        return f" {link}"

    def _letter_of_line(self, line: LineChips) -> str:
        first, short = line.chips[0], self._short
        names = ", ".join([short(chip.tag.name) for chip in line.chips])
        title = f"{names} and {line.more} more" if line.more else names
        number = len(line.chips) + line.more
        many = f"<small>{number}</small>" if number > 1 else ""
        inside = f'{short(line.letter)}{many}<span class="unseen"> {short(first.tag.name)}</span>'
        link = f'<a class="cite letter c{line.colour}" href="{first.href}" title="{title}">{inside}</a>'
        return f" {link}{_note(first)}"

    def _letter(self, tag: Tag) -> str:
        return f'<b class="letter c{tag.colour}">{self._short(tag.letter)}</b>'

    def _said(self, tag: Tag) -> str:
        return f'class="said" {self._spoken(tag)}'

    def _spoken(self, tag: Tag) -> str:
        return f'lang="{self._short(tag.language)}" dir="{tag.direction}"'

    def _single(self, single: Single, tag: Tag) -> str:
        by = f' <span class="speaker">as said by {self._escape(single.speaker)}</span>' if single.speaker else ""
        words = self._escape(single.words)
        return f'<li><a class="cite said" href="{single.href}" {self._spoken(tag)}>{words}</a>{by}</li>'

    def _quote(self, excerpt: Excerpt) -> str:
        tag = excerpt.tag
        by = f'<p class="speaker">as said by {self._escape(excerpt.speaker)}</p>' if excerpt.speaker else ""
        link = (
            f'<a class="cite from" href="{excerpt.href}" title="To the place in the report">'
            f"{self._letter(tag)} {self._short(tag.short)}</a>"
        )
        words = f"<blockquote {self._said(tag)}>{self._pieces(excerpt.pieces)}</blockquote>"
        return f'<li class="excerpt">\n{link}\n{words}\n{by}</li>'

    def _noted(self, note: Excerpt) -> str:
        tag, short = note.tag, self._short
        words = f"<span {self._said(tag)}>{self._pieces(note.pieces)}</span>"
        return f"<li>{self._letter(tag)} {short(tag.name)}, {short(tag.when)}: {words}</li>\n"

    def _called(self, name: Named) -> str:
        escape = self._escape
        where = f' <span class="hint">{escape(name.where)}</span>' if name.where else ""
        roles = f' <span class="said roles">{escape("; ".join(name.roles[:_MOST_ROLES]))}</span>' if name.roles else ""
        others = escape(", ".join(name.also[:_MOST_OTHERS]))
        also = f' <span class="hint">also</span> <span class="said">{others}</span>' if name.also else ""
        return (
            f'<li><strong dir="auto">{escape(name.name)}</strong>{where}{roles}{also} {self.letters(name.chips)}</li>'
        )


def _note(chip: Chip) -> str:
    return f'<sup class="note">{",".join(map(str, chip.notes))}</sup>' if chip.notes else ""
