"""Run as a programme of its own: a PDF on standard input, what stands on its pages as JSON on standard output.

It knows nothing of tellings, so that it starts at once, and can be stopped: a PDF is a programme for a machine that
draws, and a hostile one may draw for hours. Out come {"title", "author", "created", "pages": [[width, height,
[pieces]]]}, a piece being [left, top, right, bottom, size, text] of letters that stand in one line without a wide gap,
in points from the upper left; or {"refused": reason}. Reads by PDFium.
"""

import json
import math
import sys
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium

MOST_PAGES = 500
MOST_LETTERS = 1_000_000
_MEMORY = 2 * 1024**3
_GAP = 1.3  # widths of a gap, in sizes of the letters, that parts two pieces of a line
_SMALLEST = 2.0  # points
_SOFT = frozenset("\x02\ufffe\u00ad")  # what PDFium, and some fonts, have for a hyphen at the end of a line

Box = tuple[float, float, float, float]


def read_pages(content: bytes, *, most: int = MOST_LETTERS) -> dict[str, Any]:
    """What is on the pages, at most so many letters, or why it cannot be told."""
    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pdfium.FPDF_ERR_PASSWORD or "password" in str(error).lower():
            return {"refused": "it is locked with a password"}
        return {"refused": "it is damaged, and PDFium cannot open it"}
    count = len(document)
    if count > MOST_PAGES:
        return {"refused": f"it has {count} pages, too many for one report (at most {MOST_PAGES})"}
    told = {ours: document.get_metadata_value(theirs) for ours, theirs in _TOLD.items()}
    pages: list[list[Any]] = []
    letters = pictures = damaged = unmapped = 0
    for number in range(count):
        try:
            page = _read_page(document[number])
        except pypdfium2.PdfiumError:
            damaged += 1
            continue
        letters += page.letters
        pictures += page.pictures
        unmapped += page.unmapped
        if letters > most:
            return {"refused": f"it holds more than {most:,} letters, too much for one report"}
        pages.append([page.width, page.height, page.pieces])
    if unmapped * 4 > letters > 0:
        return {"refused": "its fonts do not say which letters they draw: save the text, or print it anew"}
    if not any(page[2] for page in pages):
        return {"refused": _why_empty(count, damaged, pictures)}
    return {**told, "pages": pages, "damaged": damaged}


_TOLD = {"title": "Title", "author": "Author", "created": "CreationDate"}


def _why_empty(count: int, damaged: int, pictures: int) -> str:
    if not count or damaged == count:
        return "it is damaged: none of its pages can be read"
    if pictures:
        return "it is a scan, pictures without text: run text recognition (OCR) on it first"
    return "there is no text on its pages"


class _Page:
    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = round(width, 1), round(height, 1)
        self.letters = self.pictures = self.unmapped = 0
        self.pieces: list[list[Any]] = []


def _read_page(opened: pypdfium2.PdfPage) -> _Page:
    left, bottom, right, top = opened.get_bbox()
    frame = (left, bottom, right, top)
    textpage = opened.get_textpage()
    letters = list(_read_letters(textpage.raw, textpage.count_chars(), frame))
    counted = Counter(letter[5] for letter in letters if letter[5] >= 0).most_common(1)
    turns = counted[0][0] if counted else 0
    sides = (right - left, top - bottom)
    upright = [
        _turn(letter, turns, sides) if letter[5] >= 0 else letter for letter in letters if letter[5] in (turns, -1)
    ]
    page = _Page(*(sides if turns % 2 == 0 else (sides[1], sides[0])))
    page.letters = len(letters)
    page.unmapped = sum(letter[0] == "\ufffd" for letter in letters)
    page.pieces = list(_join(upright))
    if not page.pieces:
        page.pictures = sum(1 for _ in _first(opened.get_objects([pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=2), 1))
    textpage.close()
    opened.close()
    return page


def _first(entries: Iterator[Any], count: int) -> Iterator[Any]:
    for _, entry in zip(range(count), entries, strict=False):
        yield entry


Letter = tuple[str, float, float, float, float, int]  # sign, left, top, right, bottom; quarter turns, -1 for no place
_LINE_END: Letter = ("\n", 0.0, 0.0, 0.0, 0.0, -1)


def _read_letters(textpage: Any, count: int, frame: Box) -> Iterator[Letter]:
    """Each letter of the page with its place from the upper left; spaces and line ends that PDFium adds have none."""
    box = pdfium.FS_RECTF()
    for index in range(min(count, MOST_LETTERS + 1)):
        code = pdfium.FPDFText_GetUnicode(textpage, index)
        sign = chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"
        if sign in "\r\n":
            yield _LINE_END
            continue
        if pdfium.FPDFText_IsGenerated(textpage, index) == 1:
            yield (sign, 0.0, 0.0, 0.0, 0.0, -1)
            continue
        if not pdfium.FPDFText_GetLooseCharBox(textpage, index, box):
            continue
        across, up = (box.left + box.right) / 2, (box.bottom + box.top) / 2
        if not (frame[0] <= across <= frame[2] and frame[1] <= up <= frame[3]):
            continue  # drawn beside the page, not to be seen
        if 0xE000 <= code < 0xF900 or (code < 32 and sign not in _SOFT and not sign.isspace()):
            sign = "\ufffd"
        turns = round(pdfium.FPDFText_GetCharAngle(textpage, index) / (math.pi / 2)) % 4
        yield (sign, box.left - frame[0], frame[3] - box.top, box.right - frame[0], frame[3] - box.bottom, turns)


def _turn(letter: Letter, turns: int, sides: tuple[float, float]) -> Letter:
    """The letter as it lies when the page is turned so that it stands upright."""
    sign, left, top, right, bottom, _ = letter
    width, height = sides
    if turns == 3:  # PDFium counts clockwise
        left, top, right, bottom = height - bottom, left, height - top, right
    elif turns == 2:
        left, top, right, bottom = width - right, height - bottom, width - left, height - top
    elif turns == 1:
        left, top, right, bottom = top, width - right, bottom, width - left
    return (sign, left, top, right, bottom, 0)


def _join(letters: list[Letter]) -> Iterator[list[Any]]:
    """Runs of letters of one line; a new one where the line ends, the height changes or a wide gap lies between."""
    piece: list[Letter] = []
    last: Letter | None = None
    for letter in letters:
        sign, left, top, right, bottom, turns = letter
        if turns < 0:
            if sign == "\n":
                yield from _close(piece)
                piece, last = [], None
            elif piece:
                piece.append(letter)
            continue
        size = bottom - top
        if last is not None:
            gap = max(left - last[3], last[1] - right)
            shift = abs((top + bottom) - (last[2] + last[4])) / 2
            if gap > _GAP * max(size, last[4] - last[2]) or shift > 0.6 * max(size, last[4] - last[2]):
                yield from _close(piece)
                piece = []
        piece.append(letter)
        if not sign.isspace():
            last = letter
    yield from _close(piece)


def _close(piece: list[Letter]) -> Iterator[list[Any]]:
    placed = [letter for letter in piece if letter[5] >= 0 and not letter[0].isspace()]
    text = " ".join("".join(letter[0] for letter in piece).split())
    if not placed or not text:
        return
    sizes = sorted(letter[4] - letter[2] for letter in placed)
    size = sizes[len(sizes) // 2]
    if size >= _SMALLEST:
        yield [
            round(min(letter[1] for letter in placed), 1),
            round(min(letter[2] for letter in placed), 1),
            round(max(letter[3] for letter in placed), 1),
            round(max(letter[4] for letter in placed), 1),
            round(size, 1),
            text,
        ]


def _bound_memory() -> None:
    """Beyond it the process ends, and nothing else."""
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))


if __name__ == "__main__":
    _bound_memory()
    json.dump(read_pages(sys.stdin.buffer.read(), most=int(sys.argv[1])), sys.stdout)
