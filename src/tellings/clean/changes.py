"""Two versions of an article in, what changed out: each place with the words before and after.

Only what stands nowhere on the other page has come or gone: a line that one reading took for furniture did not.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from tellings.clean.corrections import find_corrections
from tellings.records import Change, Report, Span
from tellings.text.numbers import parse_number
from tellings.text.sentences import END_MARKS, find_sentences
from tellings.text.words import find_words, words_of

MOST = 40  # changes that are kept; the rest is counted
_MOST_PAIRED = 150  # sentences of each version that are compared with those of the other
_LIKE = 0.5  # of the words of both in common: the same sentence, reworded
_FEWEST = 3  # words of a line that is told as added or removed
_ANEW = 0.25  # of the sentences of the shorter version left: below, a live page, whose single sentences say nothing
_ORDER = ("correction", "headline", "number", "name", "removed", "added", "reworded")
_FIGURE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence as it is compared: where it stands, and its words as (start, end, folded)."""

    start: int
    end: int
    words: tuple[tuple[int, int, str], ...]

    @property
    def key(self) -> tuple[str, ...]:
        return tuple(word for _, _, word in self.words)


def find_changes(earlier: Report, later: Report) -> tuple[tuple[Change, ...], int]:
    """What changed, in the order of its weight and then of its place; and how many changes there are beyond those."""
    before, after = _cut(earlier), _cut(later)
    notes = [Span(later.id, *place) for place in _new_notes(earlier, later)]
    found = [Change("correction", None, note) for note in notes]
    found += _compare_headlines(earlier, later)
    old, new = _without_common(before, after)
    new = [piece for piece in new if not any(note.start <= piece.start < note.end for note in notes)]
    kept = min(len(before), len(after)) - min(len(old), len(new))
    if kept < _ANEW * min(len(before), len(after)) and min(len(old), len(new)) > _FEWEST:
        return tuple(found), len(old) + len(new)
    pairs = _pair_up(old[:_MOST_PAIRED], new[:_MOST_PAIRED])
    for one, other in pairs:
        found += _compare_sentences(earlier, later, one, other)
    paired = {one for one, _ in pairs}, {other for _, other in pairs}
    gone, come = ([piece for piece in side if piece not in done] for side, done in zip((old, new), paired, strict=True))
    found += [Change("removed", _place(earlier, piece), None) for piece in _without(gone, earlier, later)]
    found += [Change("added", None, _place(later, piece)) for piece in _without(come, later, earlier)]
    found.sort(key=lambda change: (_ORDER.index(change.kind), (change.after or change.before or Span("", 0, 0)).start))
    return tuple(found[:MOST]), max(0, len(found) - MOST)


def _cut(report: Report) -> list[Piece]:
    text = report.text
    places = [place for place in find_sentences(text) if place[0] >= report.body_start]
    cut = [Piece(s, e, tuple((s + a, s + b, word) for a, b, word in find_words(text[s:e]))) for s, e in places]
    return [piece for piece in cut if piece.words]


def _place(report: Report, piece: Piece) -> Span:
    return Span(report.id, piece.start, piece.end)


def _new_notes(earlier: Report, later: Report) -> list[tuple[int, int]]:
    known = {tuple(words_of(earlier.text[start:end])) for start, end in find_corrections(earlier.text)}
    notes = [place for place in find_corrections(later.text) if place[0] >= later.body_start]
    return [(start, end) for start, end in notes if tuple(words_of(later.text[start:end])) not in known]


def _compare_headlines(earlier: Report, later: Report) -> list[Change]:
    one, other = earlier.title or "", later.title or ""
    if words_of(one) == words_of(other) or not earlier.body_start or not later.body_start:
        return []
    return [Change("headline", Span(earlier.id, 0, len(one)), Span(later.id, 0, len(other)))]


def _without_common(before: Sequence[Piece], after: Sequence[Piece]) -> tuple[list[Piece], list[Piece]]:
    """What of each has no sentence of the same words in the other."""
    left, right = Counter(piece.key for piece in before), Counter(piece.key for piece in after)
    return list(_take(before, left - right)), list(_take(after, right - left))


def _take(pieces: Sequence[Piece], wanted: Counter[tuple[str, ...]]) -> Iterator[Piece]:
    free = Counter(wanted)
    for piece in pieces:
        if free[piece.key] > 0:
            free[piece.key] -= 1
            yield piece


def _pair_up(old: Sequence[Piece], new: Sequence[Piece]) -> list[tuple[Piece, Piece]]:
    """Sentences that are one, reworded: the likest first, each in one pair."""
    bags = {piece: Counter(piece.key) for piece in (*old, *new)}
    rated = []
    for one in old:
        for other in new:
            shared = 2 * sum((bags[one] & bags[other]).values())
            whole = len(one.words) + len(other.words)
            if shared >= _LIKE * whole:
                rated.append((-shared / whole, one.start, other.start, one, other))
    pairs: list[tuple[Piece, Piece]] = []
    for _, _, _, one, other in sorted(rated, key=lambda entry: entry[:3]):
        if not any(one is taken or other is also for taken, also in pairs):
            pairs.append((one, other))
    return pairs


def _without(pieces: Sequence[Piece], report: Report, other: Report) -> list[Piece]:
    """Those of a report whose words stand nowhere on the other page, neither in its text nor in what was cut of it."""
    told = [piece for piece in pieces if len(piece.words) >= _FEWEST or _is_short_sentence(report, piece)]
    if not told:
        return []
    places = (other.text, *(cut.text for cut in other.furniture), other.byline or "")
    words = " | ".join(" ".join(words_of(text)) for text in places)
    return [piece for piece in told if f" {' '.join(piece.key)} " not in f" {words} "]


def _is_short_sentence(report: Report, piece: Piece) -> bool:
    """Whether it is one like "He died." and no label."""
    return len(piece.words) > 1 and report.text[piece.start : piece.end].rstrip("\"'”’»)")[-1:] in END_MARKS


def _compare_sentences(earlier: Report, later: Report, one: Piece, other: Piece) -> list[Change]:
    """The numbers and names that differ between two wordings of a sentence; else that it was reworded."""
    found = []
    whole = Change("reworded", _place(earlier, one), _place(later, other))
    plain = False
    for tag, a, b, c, d in SequenceMatcher(None, one.key, other.key, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        before, after = one.words[a:b], other.words[c:d]
        kind = _name_kind((earlier.text, one, before), (later.text, other, after))
        if kind is None or (kind == "name" and tag != "replace"):
            plain = True
            continue
        places = (
            Span(r.id, words[0][0], words[-1][1]) if words else None for r, words in ((earlier, before), (later, after))
        )
        found.append(Change(kind, *places))
    return found or ([whole] if plain else [])


_Words = Sequence[tuple[int, int, str]]
_Stretch = tuple[str, Piece, _Words]  # words of a sentence of a text


def _name_kind(before: _Stretch, after: _Stretch) -> str | None:
    """Whether numbers or names differ between two stretches; None where neither does."""
    if _numbers(before[2]) != _numbers(after[2]):
        return "number"
    return "name" if _names(*before) != _names(*after) else None


def _numbers(words: _Words) -> list[float | str]:
    """The numbers among the words, by value: "twelve" and "12" are one."""
    found: list[float | str] = []
    for _, _, word in words:
        value = parse_number(word)
        if value is not None and word not in ("a", "an", "and", "of"):
            found.append(value)
        elif _FIGURE.search(word):
            found.append(word)
    return found


def _names(text: str, piece: Piece, words: _Words) -> set[str]:
    """Words that are written as names, not counting what opens the sentence."""
    first = piece.words[0][0]
    return {word for start, _, word in words if text[start].isupper() and start != first}
