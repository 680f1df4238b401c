"""What stands where on the pages of a PDF in, its text in reading order out.

Columns are read one after the other (order of blocks as in Breuel, High performance document layout analysis, 2003),
lines are joined to paragraphs, words parted at the end of a line are made whole. What comes again on every page at its
head or foot is kept the first time only; page numbers and what a browser prints into the margins are left out.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

_BAND = 0.1  # of the page's height, at its head and foot, where running lines stand
_MARGIN = 0.06  # where a browser prints address, title and moment
_REPEATED = 0.3  # of the pages that a running line stands on, at least (left and right pages may differ)
_MOST_STEPS = 30_000_000  # of putting blocks in order, for a whole file; their number on a page counts by its cube
_FEW = 4  # lines, from which a block shows by itself how wide its column is
_SENTENCE_END = (".", "!", "?", "…", ":", '"', "”", "’", "»", "。", "！", "？", ")")
_SOFT = "\u00ad"
_HYPHENS = f"-\u2010{_SOFT}"
_AS_HYPHENS = str.maketrans("\x02\ufffe", "--")  # what PDFium has for any hyphen at the end of a line
_ADDRESS = re.compile(r"(?:https?://|www\.|file:/)\S+", re.I)
_STAMP = re.compile(r"\d{1,4}[./-] ?\d{1,2}[./-] ?\d{1,4},? +(?:um |à |at )?\d{1,2}[:.h]\d\d\b")
_NUMBER = re.compile(r"\W*(?:\w{1,8}\.? )?(\d{1,4})(?: ?(?:/|\w{1,4}) ?\d{1,4})?\W*")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters that stand in one line; places from the upper left in points, `size` the height of its letters."""

    left: float
    top: float
    right: float
    bottom: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page."""

    width: float
    height: float
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """The text in reading order, and the address that a browser printed at the foot, if one did."""

    paragraphs: tuple[str, ...]
    url: str | None = None


@dataclass(slots=True)
class Block:
    """Pieces below one another in one column, in rows, and the place that they take up; grows as it is built."""

    pieces: list[Piece]
    left: float
    top: float
    right: float
    bottom: float

    def add(self, piece: Piece) -> None:
        """One more."""
        self.pieces.append(piece)
        self.left, self.right = min(self.left, piece.left), max(self.right, piece.right)
        self.top, self.bottom = min(self.top, piece.top), max(self.bottom, piece.bottom)


@dataclass(slots=True)
class Passage:
    """A paragraph on its way: its lines with what joins them, the size of its letters."""

    lines: list[str]
    size: float


def parse_sheets(pages: Sequence[Sequence[Any]]) -> list[Sheet]:
    """The pages as the programme that opens them writes them."""
    return [Sheet(width, height, tuple(map(_parse_piece, pieces))) for width, height, pieces in pages]


def _parse_piece(written: Sequence[Any]) -> Piece:
    left, top, right, bottom, size, text = written
    return Piece(left, top, right, bottom, size, text.translate(_AS_HYPHENS))


def lay_out(sheets: Sequence[Sheet], *, title: str = "") -> Laid:
    """The text of the pages. `title`: what the file says its title is, which a browser prints at the head."""
    url = _find_printed_address(sheets)
    if url:
        sheets = [_strip_print(sheet, title) for sheet in sheets]
    sheets = _strip_running(sheets)
    words = _count_words(sheets)
    passages: list[Passage] = []
    steps = 0
    for sheet in sheets:
        blocks = build_blocks(sheet.pieces)
        steps += len(blocks) ** 3
        columns = [block for block in blocks if len(block.pieces) >= _FEW]
        for block in order_blocks(blocks) if steps < _MOST_STEPS else blocks:
            _add_block(passages, block, words, columns)
    return Laid(tuple("".join(passage.lines) for passage in passages), None if url and url.startswith("file") else url)


# --- what is not of the text


def _in_margin(piece: Piece, sheet: Sheet, share: float) -> bool:
    return piece.bottom <= sheet.height * share or piece.top >= sheet.height * (1 - share)


def _find_printed_address(sheets: Sequence[Sheet]) -> str | None:
    """The address that stands in the margin of every page, as browsers print it."""
    found = [
        {
            piece.text.split()[0]
            for piece in sheet.pieces
            if _in_margin(piece, sheet, _MARGIN) and _ADDRESS.match(piece.text)
        }
        for sheet in sheets
        if sheet.pieces
    ]
    same = sorted(set.intersection(*found)) if found else []
    return same[0] if same else None


def _strip_print(sheet: Sheet, title: str) -> Sheet:
    """Without the address, the title, the moment of printing and the page number in the margins."""
    kept = tuple(
        piece
        for piece in sheet.pieces
        if not (
            _in_margin(piece, sheet, _MARGIN)
            and (_ADDRESS.match(piece.text) or _STAMP.match(piece.text) or _NUMBER.fullmatch(piece.text)
                 or (title and piece.text.rstrip("….")[:40] in title))
        )
    )  # fmt: skip
    return replace(sheet, pieces=kept)


def _strip_running(sheets: Sequence[Sheet]) -> list[Sheet]:
    """Without page numbers, and without the lines at head and foot that came on an earlier page already."""
    places: Counter[tuple[str, int]] = Counter()
    for sheet in sheets:
        places.update({_key(piece, sheet) for piece in sheet.pieces if _in_margin(piece, sheet, _BAND)})
    least = max(2, _REPEATED * len(sheets))
    seen: set[tuple[str, int]] = set()
    stripped = []
    for sheet in sheets:
        kept = []
        for piece in sheet.pieces:
            key = _key(piece, sheet)
            if not _in_margin(piece, sheet, _BAND) or places[key] < least:
                kept.append(piece)
            elif not _NUMBER.fullmatch(piece.text) and key not in seen:
                kept.append(piece)
                seen.add(key)
        stripped.append(replace(sheet, pieces=tuple(kept)))
    return stripped


def _key(piece: Piece, sheet: Sheet) -> tuple[str, int]:
    """The same for lines that differ by numbers alone and stand at the same height."""
    return _DIGITS.sub("#", piece.text), round(piece.top / max(sheet.height, 1) * 50)


# --- blocks and their order


def build_blocks(pieces: Sequence[Piece]) -> list[Block]:
    """Pieces that follow one another in the file and stand below or beside one another with little space between."""
    blocks: list[Block] = []
    for piece in pieces:
        if blocks and _goes_on(blocks[-1], piece):
            blocks[-1].add(piece)
        else:
            blocks.append(Block([piece], piece.left, piece.top, piece.right, piece.bottom))
    return blocks


def _goes_on(block: Block, piece: Piece) -> bool:
    last = block.pieces[-1]
    size = max(last.size, piece.size)
    if not 0.8 < piece.size / max(last.size, 0.1) < 1.25:
        return False
    shared_rows = min(last.bottom, piece.bottom) - max(last.top, piece.top)
    if shared_rows > 0.5 * min(last.size, piece.size):  # the same line
        return 0 <= piece.left - last.right < 2.5 * size or 0 <= last.left - piece.right < 2.5 * size
    below = piece.top - last.bottom
    return -0.5 * size < below < 0.9 * size and min(block.right, piece.right) - max(block.left, piece.left) > 0


def order_blocks(blocks: Sequence[Block]) -> list[Block]:
    """The blocks as they are read: what stands above before what stands below it, a column before the one beside it
    unless something lies across both in between; what neither decides, as it comes in the file."""
    after: list[set[int]] = [set() for _ in blocks]
    waits = [0] * len(blocks)
    for i, first in enumerate(blocks):
        for j, second in enumerate(blocks):
            if i != j and _precedes(first, second, blocks):
                after[i].add(j)
                waits[j] += 1
    ordered, left = [], set(range(len(blocks)))
    while left:
        i = min(left, key=lambda i: (waits[i], i))  # the smallest where they go round in a circle
        left.discard(i)
        ordered.append(blocks[i])
        for j in after[i] & left:
            waits[j] -= 1
    return ordered


def _precedes(first: Block, second: Block, blocks: Sequence[Block]) -> bool:
    if _share_columns(first, second):
        return first.top < second.top
    if first.left >= second.left:
        return False
    high, low = min(first.top, second.top), max(first.bottom, second.bottom)
    upper, lower = (first, second) if first.top <= second.top else (second, first)
    return not any(
        block is not first
        and block is not second
        and upper.bottom <= (block.top + block.bottom) / 2 <= lower.top
        and _share_columns(block, first)
        and _share_columns(block, second)
        for block in blocks
        if high <= block.top <= low
    )


def _share_columns(first: Block, second: Block) -> bool:
    shared = min(first.right, second.right) - max(first.left, second.left)
    return shared > 0.1 * min(first.right - first.left, second.right - second.left)


# --- lines and paragraphs


def _build_lines(block: Block) -> list[Piece]:
    """Pieces of one height are one line."""
    lines: list[Piece] = []
    for piece in block.pieces:
        last = lines[-1] if lines else None
        if last and min(last.bottom, piece.bottom) - max(last.top, piece.top) > 0.5 * min(last.size, piece.size):
            lines[-1] = replace(
                last,
                left=min(last.left, piece.left),
                right=max(last.right, piece.right),
                text=f"{last.text} {piece.text}",
            )
        else:
            lines.append(piece)
    return lines


def _add_block(passages: list[Passage], block: Block, words: Counter[str], columns: Sequence[Block]) -> None:
    """`columns`: blocks of the page that are long enough to show where their column ends to the right."""
    lines = _build_lines(block)
    begins = _find_beginnings(lines, block)
    if _is_justified(lines, block):
        begins |= _find_forced(lines, block.right)
    elif len(lines) < _FEW:
        near = [column.right for column in columns if abs(column.left - block.left) < lines[0].size]
        begins |= _find_forced(lines, max(block.right, min(near, default=0.0)))
    for number, line in enumerate(lines):
        last = passages[-1] if passages else None
        if last is None or (number in begins if number else not _carries_over(last, line)):
            passages.append(Passage([line.text], line.size))
        else:
            ending, between = part_lines(last.lines[-1], line.text, words)
            last.lines[-1] = ending + between
            last.lines.append(line.text)


def _find_beginnings(lines: Sequence[Piece], block: Block) -> set[int]:
    """The lines with which a paragraph begins: by the space above, by first letters set in, or as the line before ends
    a sentence long before the column does."""
    steps = sorted(low.top - high.top for high, low in pairwise(lines))
    usual = steps[len(steps) // 2] if steps else 0.0
    return {
        number
        for number, (before, line) in enumerate(pairwise(lines), 1)
        if line.top - before.top > max(1.3 * usual, 1.15 * line.size)
        or (0.6 * line.size < line.left - block.left < 4 * line.size and before.left - block.left < 0.3 * line.size)
        or (
            before.right - block.left < 0.75 * (block.right - block.left)
            and before.text.endswith(_SENTENCE_END)
            and not line.text[:1].islower()
        )
    }


def _is_justified(lines: Sequence[Piece], block: Block) -> bool:
    return len(lines) >= _FEW and sum(block.right - line.right < 0.3 * line.size for line in lines) >= 0.6 * len(lines)


def _find_forced(lines: Sequence[Piece], edge: float) -> set[int]:
    """Lines that begin though their first word had fitted on the line before: name, place and date below a headline.
    Lines beside a picture end alike."""
    return {
        number
        for number, (before, line) in enumerate(pairwise(lines), 1)
        if before.right + 0.6 * line.size * (len(line.text.split()[0]) + 1) < edge
        and abs(before.right - line.right) > 0.5 * line.size
    }


def _carries_over(last: Passage, line: Piece) -> bool:
    """Whether a paragraph goes on in the next column or on the next page."""
    if not 0.9 < line.size / max(last.size, 0.1) < 1.1:
        return False
    ending = last.lines[-1]
    parted = ending[-1:] in _HYPHENS and ending[-2:-1].isalpha()
    return line.text[:1].islower() and (parted or not ending.endswith(_SENTENCE_END))


def _count_words(sheets: Sequence[Sheet]) -> Counter[str]:
    return Counter(word for sheet in sheets for piece in sheet.pieces for word in _words(piece.text))


def _words(text: str) -> Iterator[str]:
    for word in text.split():
        yield word.strip(".,;:!?\"'()[]“”‘’«»").casefold()


def part_lines(before: str, line: str, words: Counter[str]) -> tuple[str, str]:
    """The line before as it ends in running text, and what stands between the two: a word parted by a hyphen is made
    whole, but compounds keep theirs. `words`: those of the whole document, which tell one from the other."""
    if before[-1:] not in _HYPHENS or not before[-2:-1].isalnum():
        return before, " "
    if before[-1] == _SOFT:
        return before[:-1], ""
    head, tail = next(_words(before[:-1].split()[-1]), ""), next(_words(line), "")
    compound = words[f"{head}-{tail}"] > words[f"{head}{tail}"]
    return before[:-1], "" if line[:1].islower() and not compound else "-"
