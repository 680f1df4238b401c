"""A page of Markdown in, its lines as plain text out: headings, links, pictures and emphasis become their words."""

import re

from tellings.text.markup import drop_markup

_HEADING = re.compile(r"^\s{0,3}#{1,6}[ \t]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r"^\s{0,3}(?:={3,}|-{3,}|\*{3,}|_{3,}|(?:\*[ \t]){3,}|(?:-[ \t]){3,})[ \t]*$")
_QUOTED = re.compile(r"^\s{0,3}(?:>[ \t]?)+")
_TARGET = re.compile(r"^\s{0,3}\[[^\[\]]{1,80}\]:[ \t]*\S+.*$")  # where a link by name leads
_NAMED = re.compile(r"\[([^\[\]]{1,300})\]\[[^\[\]]{0,80}\]")
_ADDRESS = re.compile(r"<((?:https?://|mailto:)[^<>\s]{1,500})>")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!>|~])")
_FENCE = re.compile(r"^\s{0,3}(?:```|~~~)")
_LONGEST = 20_000  # letters of a line in which links and emphasis are looked for


def drop_marks(text: str) -> str:
    """Line by line; lines that are marks only become empty, so that paragraphs stay apart."""
    return "\n".join(_drop_line(line) for line in text.split("\n"))


def _drop_line(line: str) -> str:
    if _UNDERLINE.match(line) or _FENCE.match(line) or _TARGET.match(line):
        return ""
    bare = _QUOTED.sub("", line)
    if heading := _HEADING.match(bare[:_LONGEST]):
        bare = heading[1]
    if len(bare) > _LONGEST:
        return bare
    if "[" in bare or "*" in bare or "_" in bare or "<" in bare:
        bare = drop_markup(_ADDRESS.sub(r"\1", _NAMED.sub(r"\1", bare)))
    return _ESCAPED.sub(r"\1", bare) if "\\" in bare else bare
