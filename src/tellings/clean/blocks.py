"""A page cut into blocks: plain text in, one block a line (or paragraph) out, with what its shape tells."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tellings.text.plain import drop_unshown

_BULLET = re.compile(r"^(?:[•◦▪‣·●○■□►▸*–—-][ \t\u00a0]+)+")
_SPACE = re.compile(r"\s+")
_ENDS_SENTENCE = re.compile(r"[.!?…:;。！？।؟][\"'”’»)\]]*$")
_MOST_BLOCKS = 20_000
_WRAP_WIDTHS = range(50, 101)  # columns at which text is wrapped by mail programmes and editors


@dataclass(frozen=True, slots=True)
class Block:
    """A line of the page as a reader sees it. text: its words, white space made one; blanks: empty lines before it.

    tag, link_share and place come from HTML: the block's element, the share of its letters that lie in links, and the
    numbers that tell where in the tree it stands (see tree_blocks). vote: the share of it that another extractor takes
    for main text (None: none was asked); path: element and class names, inside out; declared: the share of it that the
    page's own JSON-LD gives as the article's body (None: it gives none).
    """

    text: str
    blanks: int = 0
    bullet: bool = False
    indent: int = 0
    tag: str = ""
    link_share: float = 0.0
    place: tuple[float, ...] = ()
    path: tuple[str, ...] = ()
    vote: float | None = None
    declared: float | None = None


def squeeze(text: str) -> str:
    """The text with every run of white space made one space, without what shows nothing."""
    return _SPACE.sub(" ", drop_unshown(text)).strip()


def split_blocks(text: str) -> list[Block]:
    """The lines of a plain text page that hold anything, wrapped paragraphs joined again."""
    return join_wrapped(_read_lines(text))


def _read_lines(text: str) -> list[Block]:
    blocks: list[Block] = []
    blanks = 0
    for raw in text.split("\n"):
        line = raw.strip()
        if not line:
            blanks += 1
            continue
        bare = _BULLET.sub("", line)
        if words := squeeze(bare):
            indent = len(raw) - len(raw.lstrip())
            blocks.append(Block(words, blanks, bare != line, indent))
            blanks = 0
        if len(blocks) >= _MOST_BLOCKS:
            break
    return blocks


def join_wrapped(blocks: list[Block]) -> list[Block]:
    """Lines that were broken in mid-sentence made one block again."""
    width = _find_wrap_width(blocks)
    joined: list[Block] = []
    previous_width = 0
    for block in blocks:
        if joined and _goes_on(joined[-1], block, previous_width, width):
            last = joined[-1]
            joined[-1] = Block(f"{last.text} {block.text}", last.blanks, last.bullet, last.indent)
        else:
            joined.append(block)
        previous_width = len(block.text)
    return joined


def _find_wrap_width(blocks: Iterable[Block]) -> int | None:
    """The column at which the page is wrapped: no line is longer, and most lines within paragraphs reach near it."""
    lengths = [len(block.text) for block in blocks]
    width = max(lengths, default=0)
    if len(lengths) < 8 or width not in _WRAP_WIDTHS:
        return None
    near = sum(length > width * 0.75 for length in lengths)
    return width if near * 2 > len(lengths) else None


def _goes_on(before: Block, block: Block, before_width: int, width: int | None) -> bool:
    """Whether the block continues the sentence, or the wrapped paragraph, of the one before it."""
    if block.bullet or not block.text:
        return False
    if width and not block.blanks and before_width > width * 0.6:
        return True
    runs_on = block.text[0].islower() and before.text[-1].isalnum() and not _ENDS_SENTENCE.search(before.text)
    return runs_on and block.blanks <= 1 and len(before.text.split()) >= 5 and len(block.text.split()) >= 2
