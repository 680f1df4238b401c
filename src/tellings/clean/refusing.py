"""A cleaned page in, the reason why it is no news text out, or None.

What is told here is told beyond doubt: a text of few words, code, tables, filler, gates and legal texts. What is merely
unusual (a letter, a recipe, a poem) is kept: who gives a page wants it read.
"""

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from tellings.text.folding import fold
from tellings.text.language import find_script, rank_languages
from tellings.text.lists import read_rows
from tellings.text.sentences import END_MARKS
from tellings.text.words import count_words, words_of

_FEWEST_WORDS = 25
_FEWEST_PROSE = 20  # words of running text
_LONG, _ENDED = 26, 7  # words of a paragraph that is running text, and of one that ends as a sentence does
_END = re.compile(f"[{re.escape(END_MARKS)}]")
_CODE = re.compile(
    r"[{};]\s*$|^\s*(?:def|class|import|function|var|let|const|return|#include|public|private)\b|</?[a-zA-Z][a-zA-Z0-9]*>|=>|::|\(\)"
)
_DATA = re.compile(r"^\s*(?:\[\[?[\w.-]+\]\]?|[\w.-]+\s*=\s*\S.*|[^\t]*\t[^\t]+\t.*|(?:[^,\s]+[,;]){4,}.*)$")
_FILLER = re.compile(r"\blorem ipsum\b|\bdolor sit amet\b", re.I)
_GATE = re.compile(
    r"\b(?:log ?in|sign ?in|password|captcha|are you a robot|enable javascript|access denied|403 forbidden|404)\b", re.I
)
_ENCODED = re.compile(
    r"[A-Za-z0-9+/=_-]{40,}|\\x[0-9a-fA-F]{2}(?:\\x[0-9a-fA-F]{2})+|\b[0-9a-fA-F]{2}(?: [0-9a-fA-F]{2}){15,}"
)
_SEEN = 20_000  # letters looked at for what the whole text is
# Legal texts: different formulas, and formulas in a hundred words, from which a text is one. Of 1,048 news texts none
# has a formula of licences, none more than one of terms of use, two have two of notices about cookies.
_DIFFERENT, _THICK = {"licence": 3, "terms": 4, "cookies": 4}, 0.6
_LEGAL = {"licence": "a licence", "terms": "terms of use", "cookies": "a notice about cookies and personal data"}
# Letters without a language: the model is unsure, and hardly a word comes twice, as function words do everywhere.
_UNSURE, _ONCE, _TRIED = 0.3, 0.07, 40


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
    if reason := _find_unread(body or page) or _find_legal(body):
        return reason
    if words < _FEWEST_WORDS:
        if _GATE.search(page) and count_words(page) < 300:
            return "it is a page to sign in or a refusal by the server, not a report"
        if count_words(page) < _FEWEST_WORDS:
            count = count_words(page)
            return f"it has only {count} {'word' if count == 1 else 'words'}, too few for a report"
        return "no running text was found: menus, links or headlines only"
    if sum(count_words(paragraph) for paragraph in paragraphs if _is_prose(paragraph)) < _FEWEST_PROSE:
        return "no running text was found: menus, links or headlines only"
    return None


def _is_prose(paragraph: str) -> bool:
    """Whether it is long enough for a sentence and has an end mark, or is long beyond doubt."""
    words = count_words(paragraph)
    return words >= _LONG or (words >= _ENDED and bool(_END.search(paragraph)))


def _find_unread(text: str) -> str | None:
    """Bytes written as letters, and letters that are no language."""
    sample = text[:_SEEN]
    encoded = sum(len(found.group()) for found in _ENCODED.finditer(sample) if "://" not in found.group())
    if encoded * 2 > len(sample):
        return "it is bytes written as letters (base64 or the like), not a report"
    words = [word for word in words_of(sample[:6000]) if word.isalpha()]
    if len(words) < _TRIED or find_script(sample) != "Latin":
        return None
    again = sum(count for count in Counter(words).values() if count > 1)
    if again < _ONCE * len(words) and max((score for _, score in rank_languages(sample)), default=0.0) < _UNSURE:
        return "its letters are no text in any known language"
    return None


def _find_legal(body: str) -> str | None:
    """Licences, terms of use, notices about cookies: told by their formulas."""
    folded = fold(body[:_SEEN])
    hundreds = max(1.0, count_words(folded) / 100)
    for kind, (phrases, pattern) in _read_legal().items():
        if sum(phrase in folded for phrase in phrases) < _DIFFERENT[kind]:
            continue  # nearly every report: a look for each phrase costs a tenth of what the pattern does
        found = Counter(match.group() for match in pattern.finditer(folded))
        if len(found) >= _DIFFERENT[kind] and found.total() >= _THICK * hundreds:
            return f"it is {_LEGAL[kind]}, not a report"
    return None


@lru_cache(maxsize=1)
def _read_legal() -> dict[str, tuple[tuple[str, ...], re.Pattern[str]]]:
    """Kind -> its formulas, and where one of them stands."""
    phrases: dict[str, list[str]] = {}
    for kind, phrase in read_rows(__package__, "legal_phrases.tsv"):
        phrases.setdefault(kind, []).append(phrase)
    return {
        kind: (tuple(listed), re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, listed))})(?!\w)"))
        for kind, listed in phrases.items()
    }
