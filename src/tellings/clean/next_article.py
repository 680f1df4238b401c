"""An HTML page's blocks with its headline and body in, the body without a further article that stands below out."""

from collections.abc import Sequence

from tellings.clean.blocks import Block
from tellings.clean.headline import flat


def before_next(blocks: Sequence[Block], headline: int | None, body: Sequence[int]) -> list[int]:
    """The body up to the next heading that stands in an `article` as the headline does, under elements of the same
    names: pages load the next story below the first one, in the same frame. Other headings of that rank stand within
    articles (any further `h1` as the end cost .0016 of F1)."""
    if headline is None or blocks[headline].tag != "h1":
        return list(body)
    first = next((i for i in body if i > headline), None)
    if first is None:
        return list(body)
    title, path = flat(blocks[headline].text), blocks[headline].path
    if not any(name.startswith("article.") for name in path):
        return list(body)
    ends = (i for i in range(first + 1, len(blocks)) if blocks[i].path == path and flat(blocks[i].text) != title)
    end = next(ends, len(blocks))
    return [i for i in body if i < end]
