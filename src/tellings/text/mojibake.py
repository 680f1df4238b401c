"""Text in that was UTF-8, read as Latin letters and written again ("Ã©" for "é"), the text as it was out.

Such pages are well-formed, so no decoder notices. The runs are unmistakable: a first byte of UTF-8 and the right number
of following ones, all shown as their letters in Windows-1252, decode to one letter each.
"""

import re

_LEADS = tuple(map(chr, range(0xC2, 0xF5)))  # what UTF-8 begins a letter with, read as one letter
_FEWEST = 3  # such runs in a page: fewer may be there on purpose, as in this docstring


def _show(first: int, last: int) -> str:
    """The letters as which these bytes are shown; those that Windows-1252 leaves out stand as they are."""
    shown = (bytes([code]).decode("cp1252", "ignore") or chr(code) for code in range(first, last + 1))
    return "".join(map(re.escape, (*shown, *map(chr, range(first, last + 1)))))


_FOLLOWING = f"[{_show(0x80, 0xBF)}]"
_RUN = re.compile(
    f"[{_show(0xC2, 0xDF)}]{_FOLLOWING}|[{_show(0xE0, 0xEF)}]{_FOLLOWING}{{2}}|[{_show(0xF0, 0xF4)}]{_FOLLOWING}{{3}}"
)


def repair_mojibake(text: str) -> str:
    """The text with such runs put right, where it holds several."""
    if text.isascii() or not any(letter in text for letter in _LEADS):
        return text
    if sum(1 for _ in zip(range(_FEWEST), _RUN.finditer(text), strict=False)) < _FEWEST:
        return text
    return _RUN.sub(_repair, text)


def _repair(found: re.Match[str]) -> str:
    written = b"".join(_byte_of(letter) for letter in found.group())
    try:
        return written.decode("utf-8")
    except UnicodeDecodeError:
        return found.group()


def _byte_of(letter: str) -> bytes:
    return bytes([ord(letter)]) if ord(letter) < 0x100 else letter.encode("cp1252")
