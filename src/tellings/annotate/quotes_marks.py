"""A text in, the stretches between quotation marks out: pairs, paragraphs that open without closing, nested ones."""

import re
from dataclasses import dataclass

_OPEN, _CLOSE = "“«„", "”»"
_MARK = re.compile(r"[\"“”«»„]|''|``|(?<![\w'’])['‘](?=[\w\"“])|(?<=[\w.,!?…\"”])['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Quoted:
    """Words between marks; `start` and `end` take the marks in. open: the paragraph ended before it closed."""

    start: int
    end: int
    open: bool = False

    def words(self, text: str) -> str:
        """What stands between the marks."""
        return text[self.start : self.end].strip("\"“”«»„'‘’` ")


def find_quoted(text: str) -> list[Quoted]:
    """The outermost quoted stretches, paragraph by paragraph; apostrophes are told from single quotation marks."""
    found: list[Quoted] = []
    for line in re.finditer(r"[^\n]+", text):
        found += _in_paragraph(line.group(), line.start())
    return found


def _in_paragraph(line: str, offset: int) -> list[Quoted]:
    found: list[Quoted] = []
    begun: tuple[int, str] | None = None
    for mark in _MARK.finditer(line):
        sign, place = mark.group(), mark.start()
        double = sign not in "'‘’"
        if begun is None:
            if _opens(line, place, mark.end(), sign):
                begun = (place, "double" if double else "single")
        elif (begun[1] == "double") == double and _closes(line, place, mark.end(), sign):
            found.append(Quoted(offset + begun[0], offset + mark.end()))
            begun = None
        elif double and begun[1] == "single" and _opens(line, place, mark.end(), sign):
            begun = (place, "double")  # the single one was an apostrophe
    if begun and begun[1] == "double":
        found.append(Quoted(offset + begun[0], offset + len(line.rstrip()), open=True))
    return found


def _opens(line: str, start: int, end: int, sign: str) -> bool:
    if sign in _OPEN or sign in ("‘", "``"):
        return True
    if sign in _CLOSE or sign == "’":
        return False
    before = line[start - 1 : start]
    after = line[end : end + 1]
    return (not before or not before.isalnum()) and bool(after) and not after.isspace()


def _closes(line: str, start: int, end: int, sign: str) -> bool:
    if sign in _CLOSE:
        return True
    if sign in _OPEN or sign == "‘":
        return False
    after = line[end : end + 1]
    before = line[start - 1 : start]
    return (not after or not after.isalnum()) and (not before.isspace() or not after or after.isspace())
