"""An HTML page's blocks with its headline and body in, the body without a further article that stands below out."""

from collections.abc import Sequence

from tellings.clean.blocks import Block
from tellings.clean.headline import flat


def before_next(blocks: Sequence[Block], headline: int | None, body: Sequence[int]) -> list[int]:
    """The body up to the next heading of the headline's own rank: pages load the next story, or put a form or a list of
    stories, under one (of 16 benchmark pages with such a heading one has a line of its article below it)."""
    if headline is None or blocks[headline].tag != "h1":
        return list(body)
    first = next((i for i in body if i > headline), None)
    if first is None:
        return list(body)
    title = flat(blocks[headline].text)
    ends = (i for i in range(first + 1, len(blocks)) if blocks[i].tag == "h1" and flat(blocks[i].text) != title)
    end = next(ends, len(blocks))
    before = [i for i in body if i < end]
    shown = [sum(len(blocks[i].text) for i in part) for part in (before, body)]
    return before if shown[0] * 3 >= shown[1] else list(body)
