"""A gold page in, the same page without what the scorer of HTML must not lean on out, for training.

Class names and the like are taken away or made meaningless, as style compilers do, and what a page declares in JSON-LD
is taken away, each by lot.
"""

import random
from dataclasses import replace

from lxml import html

from bench.main_pages import GoldPage
from tellings.clean.markup import parse_tree

_NAMES = ("class", "id", "role", "itemprop", "itemtype", "aria-label")
_BARE = 0.35  # share of the pages that lose all names; in the others each name is kept or made meaningless by lot
_LOST = 0.5


def lose_names(page: GoldPage) -> GoldPage:
    """The page with other names, or none; the same at every call."""
    lot = random.Random(page.name)
    tree = parse_tree(page.markup)
    if tree is None:
        return page
    bare = lot.random() < _BARE
    meaningless: dict[str, str] = {}
    for element in tree.iter():
        for name in _NAMES if isinstance(element.tag, str) else ():
            value = element.get(name)
            if value and bare:
                del element.attrib[name]
            elif value:
                if value not in meaningless:
                    meaningless[value] = f"x{len(meaningless)}q" if lot.random() < _LOST else value
                element.set(name, meaningless[value])
    if lot.random() < _LOST:
        for script in list(tree.iter("script")):
            if "ld+json" in (script.get("type") or "").lower():
                script.drop_tree()
    return replace(page, markup=html.tostring(tree, encoding="unicode"))
