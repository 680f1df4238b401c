"""A report and its sentences in, the stretches that are somebody's words out: quotations, posts, statements.

Two reports of one press conference share its words without sharing a source, so passages in here are weighed apart.
Marks are not enough: posts and statements often stand without them, in the first person, which news prose avoids.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files

from tellings.records import Report, Sentence, Span
from tellings.text.folding import fold

LONGEST = 1_200  # characters that a quotation without a closing mark may run on in its paragraph
HEADING, HEADED = 5, 0.85  # words of four letters and more of a headline, and the share of them with a capital
_LONG_WORD = re.compile(r"[^\W\d_]{4,}")
_PARAGRAPH = re.compile(r"[^\n]+")
_MARK = re.compile(r"[“”„«»\"]|``|''")
_SINGLE = re.compile(r"(?<!\w)['‘](?=\w)([^\n]{12,800}?)(?<=[\w.,!?…])['’](?!\w)")
_CLOSING = {"”", "»", "''"}
_OPENING = {"“", "„", "«", "``"}
# The first person, or what stands in posts only.
_SPOKEN = re.compile(r"\b(?:I|[Ww]e|[Mm]y|[Oo]ur|us|me|myself)\b|\(@\w+\)|pic\.twitter\.com|https?://t\.co|(?<!\w)#\w+")


def find_speech(report: Report, sentences: Sequence[Sentence]) -> list[Span]:
    """The stretches, in order and without overlap."""
    stretches = find_marked(report.text)
    stretches += [(s.span.start, s.span.end) for s in _find_unmarked(report, sentences, stretches)]
    return [Span(report.id, start, end) for start, end in _merge(stretches)]


def find_marked(text: str) -> list[tuple[int, int]]:
    """What stands in quotation marks, double or single, as (start, end)."""
    return list(_find_marked(text))


@lru_cache(maxsize=4)  # a report is signed, then read
def _find_marked(text: str) -> tuple[tuple[int, int], ...]:
    found: list[tuple[int, int]] = []
    if _MARK.search(text):
        for paragraph in _PARAGRAPH.finditer(text):
            found += _pair_marks(text, *paragraph.span())
    found += [match.span() for match in _SINGLE.finditer(text) if match.group(1).count(" ") >= 2]
    return tuple(found)


def _pair_marks(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Marks open and close in turn; one that is left open runs to the end of its paragraph."""
    found: list[tuple[int, int]] = []
    opened: re.Match[str] | None = None
    for mark in _MARK.finditer(text, start, end):
        sign = mark.group()
        if opened is None:
            if sign not in _CLOSING:
                opened = mark
        elif sign not in _OPENING or (sign, opened.group()) == ("“", "„"):  # German marks close with what opens English
            found.append((opened.start(), mark.end()))
            opened = None
    if opened is not None:
        found.append((opened.start(), min(end, opened.start() + LONGEST)))
    return found


def _find_unmarked(report: Report, sentences: Sequence[Sentence], marked: Sequence[tuple[int, int]]) -> list[Sentence]:
    """Sentences in the first person or of a post that stand mostly outside marks, and what is between two of them."""
    signs = [sign.start() for sign in _SPOKEN.finditer(report.text)]
    if not signs:
        return []
    holding = [s for s in sentences if bisect_left(signs, s.span.start) < bisect_left(signs, s.span.end)]
    plain = [s for s in holding if 2 * _covered(s.span, marked) < s.span.end - s.span.start]
    found = [s for s in plain if _SPOKEN.search(_blank(report.text, s.span, marked))]
    spoken = {s.index for s in found}
    between = [s for s in sentences if s.index not in spoken and {s.index - 1, s.index + 1} <= spoken]
    found += [s for s in between if s.span.start < s.span.end and not _covered(s.span, marked)]
    return found


def _covered(span: Span, marked: Sequence[tuple[int, int]]) -> int:
    return sum(
        min(end, span.end) - max(start, span.start) for start, end in marked if start < span.end and span.start < end
    )


def _blank(text: str, span: Span, marked: Sequence[tuple[int, int]]) -> str:
    """The wording of the span with what stands in marks left out."""
    wording = text[span.start : span.end]
    for start, end in reversed([m for m in marked if m[0] < span.end and span.start < m[1]]):
        wording = wording[: max(0, start - span.start)] + wording[max(0, end - span.start) :]
    return wording


def _merge(stretches: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(stretches):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


@lru_cache(maxsize=1)
def _load_formulas() -> tuple[str, ...]:
    lines = files("tellings.trace_copies").joinpath("formulas.txt").read_text(encoding="utf-8").splitlines()
    return tuple(line.strip() for line in lines if line.strip() and not line.startswith("#"))


def is_formula(wording: str) -> bool:
    """Whether it holds a formula of a licence or of site furniture."""
    return any(map(fold(wording).__contains__, _load_formulas()))


def is_heading(wording: str) -> bool:
    """Whether it is written like a headline: With a Capital on Nearly Every Word. Lists of other articles are."""
    words = _LONG_WORD.findall(wording)
    return len(words) >= HEADING and sum(word[0].isupper() for word in words) >= HEADED * len(words)
