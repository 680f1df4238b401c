"""A cleaned page in, the reason why it is no news text out, or None.

What is told here is told beyond doubt: a text of few words, code, tables, filler, gates and legal texts. What is merely
unusual (a letter, a recipe, a poem) is kept: who gives a page wants it read.
"""

import re
from collections.abc import Sequence

from tellings.text.sentences import END_MARKS
from tellings.text.words import count_words

_FEWEST_WORDS = 25
_FEWEST_PROSE = 20  # words of running text
_LONG, _ENDED = 26, 7  # words of a paragraph that is running text, and of one that ends as a sentence does
_END = re.compile(f"[{re.escape(END_MARKS)}]")
_CODE = re.compile(
    r"[{};]\s*$|^\s*(?:def|class|import|function|var|let|const|return|#include|public|private)\b|</?\w+>|=>|::|\(\)"
)
_DATA = re.compile(r"^\s*(?:\[\[?[\w.-]+\]\]?|[\w.-]+\s*=\s*\S.*|[^\t]*\t[^\t]+\t.*|(?:[^,\s]+[,;]){4,}.*)$")
_FILLER = re.compile(r"\blorem ipsum\b|\bdolor sit amet\b", re.I)
_GATE = re.compile(
    r"\b(?:log ?in|sign ?in|password|captcha|are you a robot|enable javascript|access denied|403 forbidden|404)\b", re.I
)


def find_reason(page: str, paragraphs: Sequence[str]) -> str | None:
    """Why the page is refused, in words for a person."""
    body = " ".join(paragraphs)
    words = count_words(body)
    if _FILLER.search(page):
        return "it is filler text (lorem ipsum), not a report"
    lines = [line for line in page.splitlines() if line.strip()]
    if lines and sum(bool(_CODE.search(line)) for line in lines) * 3 > len(lines) and len(lines) > 3:
        return "it looks like source code, not a report"
    if lines and sum(bool(_DATA.search(line)) for line in lines) * 3 > len(lines) and len(lines) > 3:
        return "it is a table or a file of settings, not a report"
    if words < _FEWEST_WORDS:
        if _GATE.search(page) and count_words(page) < 300:
            return "it is a page to sign in or a refusal by the server, not a report"
        if count_words(page) < _FEWEST_WORDS:
            return f"it has only {count_words(page)} words, too few for a report"
        return "no running text was found: menus, links or headlines only"
    if sum(count_words(paragraph) for paragraph in paragraphs if _is_prose(paragraph)) < _FEWEST_PROSE:
        return "no running text was found: menus, links or headlines only"
    return None


def _is_prose(paragraph: str) -> bool:
    """Whether it is long enough for a sentence and has an end mark, or is long beyond doubt."""
    words = count_words(paragraph)
    return words >= _LONG or (words >= _ENDED and bool(_END.search(paragraph)))
