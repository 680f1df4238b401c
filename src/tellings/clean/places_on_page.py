"""A block of HTML that was cut in, the kind of furniture that the elements around it name out, or None."""

from tellings.clean.blocks import Block
from tellings.clean.tree_blocks import GROUPS, PLACE

_NEAR = PLACE.index(f"near_{GROUPS[0]}")
_NAV, _FOOTER = PLACE.index("in_nav"), PLACE.index("in_footer")
_LONG = 8  # words from which a line is no entry of a menu
_HEADLINE = 4  # words from which a line in a list of stories may be a headline
# group of names -> the kind of a short line, of a long one, and how many elements up the name may stand. A thread of
# comments is one all through; the other names stand on boxes within boxes, and only the nearest tell.
_KINDS = {
    "comment": ("comments", "comments", 9),
    "share": ("share line", "share line", 3),
    "advert": ("advertisement", "advertisement", 3),
    "sign-up": ("subscription", "subscription", 4),
    "author": ("byline", "author box", 3),
    "related": ("related", "teaser", 4),
    "menu": ("menu", None, 4),
}


def name_place(block: Block) -> str | None:
    """The kind that the nearest telling name gives; navigation is menu in any case."""
    if not block.place:
        return None
    words = len(block.text.split())
    long = words >= _LONG
    best, nearest = None, 9.0
    for i, group in enumerate(GROUPS):
        if group in _KINDS:
            short_kind, long_kind, farthest = _KINDS[group]
            near = block.place[_NEAR + i]
            if near < min(nearest, farthest) and not (group == "related" and words < _HEADLINE):
                best, nearest = (long_kind if long else short_kind), near
    if best != "comments" and not long and block.place[_NAV]:
        return "menu"
    return best if best or not (long and block.place[_FOOTER]) else "legal"
