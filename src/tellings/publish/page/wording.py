"""Wordings in, pieces of them out: a claim in its sentence, what differs between wordings, whose words are whose.

A piece is (text, look); looks: "" plain, "hit" the claim, "value" the differing value, "dif" a word that differs,
"cut" where words were left out, "said" words of a report within a sentence of ours.
"""

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher
from functools import lru_cache
from operator import itemgetter

from tellings.text.words import find_words, words_of

Piece = tuple[str, str]
Span = tuple[int, int]
_SPACES = re.compile(r"\s+")
_start_of: Callable[[Sequence[int]], int] = itemgetter(0)
_STOP = re.compile(r"[.!?…。！？؟।][\"'”’»)\]]*\s+|\n+")
_MOST_AROUND = 220  # characters shown on each side of a claim inside its sentence
_LONGEST = 400  # words compared word by word; longer passages are shown whole, unmarked
_RUN = 3  # words in a row that a sentence must share with a report before they are set as the report's


def find_context(text: str, span: Span, sentences: Sequence[Sequence[int]]) -> Span:
    """The sentence or sentences that hold the span: those given, else by full stops."""
    start, end = span
    first = bisect_right(sentences, start, key=_start_of) - 1
    last = bisect_right(sentences, end - 1, max(0, first), key=_start_of) - 1
    if first >= 0 and sentences[first][1] > start:
        return sentences[first][0], max(end, sentences[last][1])
    before = [found.end() for found in _STOP.finditer(text, max(0, start - 600), start)]
    after = _STOP.search(text, end, min(len(text), end + 600))
    left = before[-1] if before else (0 if start <= 600 else start - 600)
    right = after.start() + len(after.group().rstrip()) if after else min(len(text), end + 600)
    return left, right


def build_excerpt(text: str, span: Span, sentences: Sequence[Sequence[int]], value: str | None = None) -> list[Piece]:
    """The claim within its sentence: what stands before it, the claim with its value set off, what stands after."""
    start, end = span
    left, right = find_context(text, span, sentences)
    pieces: list[Piece] = [(_clip_left(text[left:start]), "")]
    pieces += mark_value(text[start:end], value)
    pieces.append((_clip_right(text[end:right]), ""))
    return [(_even_out(piece), look) for piece, look in pieces if piece]


def _even_out(words: str) -> str:
    """With one space for whatever white space there is."""
    if "  " not in words and words.isprintable():  # the space is the one white space that counts as printable
        return words
    return _SPACES.sub(" ", words)


def mark_value(wording: str, value: str | None) -> list[Piece]:
    """The claim in pieces: the value set off where it is found in it."""
    place = find_whole(wording, value) if value else None
    if place is None:
        return [(wording, "hit")]
    start, end = place
    pieces = [(wording[:start], "hit"), (wording[start:end], "value"), (wording[end:], "hit")]
    return [piece for piece in pieces if piece[0]]


def find_whole(wording: str, value: str) -> Span | None:
    """Where the value first stands as whole words: "a" is not in "last"."""
    found = re.search(rf"(?<!\w){re.escape(value)}(?!\w)", wording)
    return found.span() if found else None


def clip_around(wording: str, value: Span, most: int) -> list[Piece]:
    """The value within so many words on each side; what one side does not need, the other may take."""
    start, end = value
    before, after = wording[:start].split(" "), wording[end:].split(" ")
    spare_left, spare_right = max(0, most + 1 - len(before)), max(0, most + 1 - len(after))
    lefts, rights = most + 1 + spare_right, most + 1 + spare_left
    left = " ".join(before if len(before) <= lefts else ["…", *before[-lefts:]])
    right = " ".join(after) if len(after) <= rights else " ".join(after[:rights]) + "\u00a0…"
    return [piece for piece in ((left, ""), (wording[start:end], "value"), (right, "")) if piece[0]]


def _clip_left(before: str) -> str:
    if len(before) <= _MOST_AROUND:
        return before
    return "… " + before[-_MOST_AROUND:].split(" ", 1)[-1]


def _clip_right(after: str) -> str:
    after = after.rstrip()
    if len(after) <= _MOST_AROUND:
        return after
    return after[:_MOST_AROUND].rsplit(" ", 1)[0] + " …"


def mark_differing(wording: str, others: Sequence[str]) -> list[Piece]:
    """The wording with the words marked that are missing from one of the others; unmarked when all would be."""
    words = list(find_words(wording))
    kept = [set(_know_words(other)) for other in others]
    marked = [(start, end) for start, end, word in words if any(word not in known for known in kept)]
    if not kept or len(words) < 2 or len(marked) == len(words):
        return [(wording, "")]
    return _cut_pieces(wording, marked, "dif")


def mark_changes(left: str, right: str) -> tuple[list[Piece], list[Piece]]:
    """Two wordings of one passage, word by word: what one has and the other has not is marked in each."""
    left_words, right_words = list(find_words(left)), list(find_words(right))
    if max(len(left_words), len(right_words)) > _LONGEST:
        return [(left, "")], [(right, "")]
    matcher = SequenceMatcher(None, [word[2] for word in left_words], [word[2] for word in right_words], autojunk=False)
    left_marks, right_marks = [], []
    for change, i, j, k, m in matcher.get_opcodes():
        if change != "equal":
            left_marks += [(left_words[i][0], left_words[j - 1][1])] if j > i else []
            right_marks += [(right_words[k][0], right_words[m - 1][1])] if m > k else []
    return _cut_pieces(left, left_marks, "dif"), _cut_pieces(right, right_marks, "dif")


def mark_cuts(wording: str, whole: str) -> list[Piece]:
    """A wording beside the longest one of the same words: changed words marked, a sign where words were left out."""
    words, whole_words = list(find_words(wording)), list(find_words(whole))
    if max(len(words), len(whole_words)) > _LONGEST:
        return [(wording, "")]
    matcher = SequenceMatcher(None, [word[2] for word in whole_words], [word[2] for word in words], autojunk=False)
    pieces: list[Piece] = []
    here = 0
    for change, i, j, k, m in matcher.get_opcodes():
        if change == "delete":
            place = words[k - 1][1] if k else 0
            pieces += [(wording[here:place], ""), (f"{j - i}", "cut")]
            here = place
        elif change != "equal":
            start, end = words[k][0], words[m - 1][1]
            pieces += [(wording[here:start], ""), (wording[start:end], "dif")]
            here = end
    pieces.append((wording[here:], ""))
    return [piece for piece in pieces if piece[0]]


def split_voices(sentence: str, wordings: Sequence[str], *, least: int = _RUN) -> list[Piece]:
    """A sentence of ours in pieces: runs of `least` words that stand so in one of the wordings are marked as said."""
    words = list(find_words(sentence))
    plain = [word for _, _, word in words]
    told = [_know_words(wording) for wording in wordings]
    everywhere = {word for known in told for word in known}
    marks: list[Span] = []
    at = 0
    while at < len(words):
        length = max((_run_length(plain[at:], known) for known in told), default=0) if plain[at] in everywhere else 0
        whole = length and length == len(words)
        if length >= least or whole:
            marks.append((words[at][0], words[at + length - 1][1]))
        at += length if length >= least else 1
    return _cut_pieces(sentence, marks, "said")


@lru_cache(maxsize=2048)  # a story's page asks for those of a claim three times over
def _know_words(wording: str) -> tuple[str, ...]:
    return tuple(words_of(wording))


def _run_length(words: Sequence[str], known: Sequence[str]) -> int:
    """How many of the first words stand in a row, and in this order, somewhere in the known ones."""
    best = 0
    for place, word in enumerate(known):
        if word == words[0]:
            length = 0
            while length < len(words) and place + length < len(known) and words[length] == known[place + length]:
                length += 1
            best = max(best, length)
    return best


def _cut_pieces(wording: str, marks: Sequence[Span], look: str) -> list[Piece]:
    pieces: list[Piece] = []
    here = 0
    for start, end in marks:
        if start > here or not pieces:
            pieces.append((wording[here:start], ""))
        pieces.append((wording[start:end], look))
        here = end
    pieces.append((wording[here:], ""))
    return [piece for piece in pieces if piece[0]]
