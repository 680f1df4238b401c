"""A block in, whether it is the caption of a picture out."""

import re
from functools import lru_cache

from tellings.clean.blocks import Block

_CREDIT = re.compile(
    r"""[(\[]\s*(?:(?:image|photo|picture|file)\b[^()\[\]]{0,60}|[^()\[\]]{0,40}\b(?:photo|pictures|images|file|handout)\b[^()\[\]]{0,30}
        |[A-Z][\w.'’ -]{1,30}(?:/[A-Z][\w.'’ -]{1,30})+|[A-Z]{2,5}|Reuters)\s*[)\]]\s*\.?$
        |(?:photo|image|picture)(?:\s+(?:credit|by|courtesy))?\s*:\s*\S.{1,60}$
        |©\s*[A-Z][\w.'’ -]{1,40}(?:\([A-Z]\w+\))?$|(?:\bvia\ )(?:AP|Reuters|AFP)\W*$""",
    re.X | re.I,
)
_FILE = re.compile(r"^(?:FILE\s*(?:PHOTO)?\s*[-–—:]|(?:photo|image|picture|caption)\s*:)", re.I)


_NAMED = re.compile(
    r"(?:^|[^a-z])(?:fig|img|image|photo|picture)?[-_]?caption|(?:image|photo|picture|media)[-_]?credit", re.I
)


@lru_cache(maxsize=8192)
def _is_named(name: str) -> bool:
    return bool(_NAMED.search(name))


def is_caption(block: Block) -> bool:
    """Whether element or wording says that the block describes a picture."""
    if block.tag == "figcaption" or any(map(_is_named, block.path[:2])):
        return True
    text = block.text
    return bool(len(text.split()) >= 5 and len(text) < 700 and (_FILE.match(text) or _CREDIT.search(text)))
