"""An HTML tree in, its blocks out: the lines that a reader sees, each with where in the tree it stands."""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree, html

from tellings.clean.blocks import Block, squeeze
from tellings.text.lists import read_rows

_BLOCK = frozenset(
    """address article aside blockquote body br button caption center dd details dialog dir div dl dt fieldset
    figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr html legend li main menu nav ol option p pre section
    summary table tbody td tfoot th thead title tr ul""".split()
)  # fmt: skip
_UNSEEN = (
    "script", "style", "noscript", "template", "svg", "iframe", "object", "head", "textarea", "select", "option",
    "canvas", "audio", "video", "map", "input",
)  # fmt: skip
_LANDMARKS = (
    "article", "main", "aside", "nav", "footer", "header", "form", "figure", "table", "ul", "ol", "blockquote",
    "button", "label", "section", "dl",
)  # fmt: skip
_TAGS = (
    "p", "li", "h1", "h2", "h3", "h4", "td", "th", "blockquote", "figcaption", "pre", "div", "span", "a", "dt", "dd",
    "section", "article", "time", "button",
)  # fmt: skip


def _read_groups() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """The groups of words in class and id names, from the list beside this module."""
    return tuple((name, re.compile(form, re.I)) for name, form in read_rows(__package__, "class_words.tsv"))


_GROUPS = _read_groups()
GROUPS = tuple(name for name, _ in _GROUPS)
_COMMENT = GROUPS.index("comment")
_FAR = 9.0
_NOWHERE = (_FAR,) * len(_GROUPS)
# Roles of ARIA stand for the elements that have them by birth; elements of phrases are no place of their own.
_ROLES = {
    "navigation": "nav", "menu": "nav", "menubar": "nav", "tablist": "nav", "complementary": "aside",
    "contentinfo": "footer", "banner": "header", "article": "article", "main": "main", "search": "form",
    "form": "form", "figure": "figure", "dialog": "aside", "alertdialog": "aside",
}  # fmt: skip
_PHRASES = frozenset("b i em strong u s sub sup small big br hr img wbr mark cite code font abbr q source ins".split())
_NAMED = frozenset(("class", "id", "role", "data-testid", "data-component", "data-module", "data-qa", "data-type"))
_LONGEST_NAME, _LONGEST_NAMES = 200, 4000  # letters: more are no names, and would be remembered
_NO_DIGITS = str.maketrans("", "", "0123456789")
_DEEPEST = 250
_LANDMARK = {name: name for name in _LANDMARKS}
_MOST_BLOCKS, _MOST_LETTERS = 6000, 1_000_000  # of a page; the rest of it is not read
_LONGEST_LINE = 60_000  # letters of a block that are read: more in one piece is no paragraph
_UPWARDS = 4
_SHARES = (0.5, 0.75, 0.95)  # of the page's running text that a container must hold to count as that of the article

PLACE = (
    "after_break", "alone", "path_prose", "path_count",
    *(f"tag_{name}" for name in _TAGS), "tag_other",
    *(f"in_{name}" for name in _LANDMARKS), *(f"near_{name}" for name, _ in _GROUPS),
    "depth", "hidden", "prop_body",
    *(f"prose_{level}" for level in range(_UPWARDS)), *(f"link_{level}" for level in range(_UPWARDS)),
    *(f"share_{level}" for level in range(_UPWARDS)), *(f"out_of_{share}" for share in _SHARES),
)  # fmt: skip


@dataclass(slots=True)
class _Node:
    """An open element: what it inherits from those around it, and what its blocks add up to."""

    tag: str
    parent: "_Node | None"
    depth: int
    landmarks: frozenset[str]
    names: str
    hidden: bool
    body: bool
    named: str = ""
    prose: float = 0.0
    letters: float = 0.0
    linked: float = 0.0
    strong: float = 0.0
    known_near: tuple[float, ...] | None = None

    @property
    def near(self) -> tuple[float, ...]:
        """For each group of names how many elements up the nearest one of that group is; only asked where text is."""
        if self.known_near is None:
            above = self.parent.near if self.parent is not None else _NOWHERE
            self.known_near = _come_nearer(above, _match_groups(self.names) if self.names else 0)
        return self.known_near

    @property
    def path(self) -> tuple[str, ...]:
        """Element and class names of this element and the two around it."""
        path: list[str] = []
        node = self
        while len(path) < 3 and node.parent is not None:
            path.append(node.named)
            node = node.parent
        return tuple(path)


@dataclass(slots=True)
class _Draft:
    text: str
    node: _Node
    linked: float
    after_break: bool


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the page adds up to: most running text in one element, the containers of most of it, text by path."""

    most: float
    containers: tuple[dict[int, float], ...]
    by_path: dict[tuple[str, ...], float]
    counts: dict[tuple[str, ...], int]
    strong: float


def find_blocks(tree: html.HtmlElement) -> list[Block]:
    """The blocks in reading order, without what is never shown."""
    drafts = list(_walk(tree))
    if not drafts:
        return []
    sums = _sum_up(drafts)
    places: dict[int, tuple[float, ...]] = {}
    return [_finish(draft, sums, places) for draft in drafts]


def is_full(blocks: Sequence[Block]) -> bool:
    """Whether the page is longer than what is read of it."""
    return len(blocks) >= _MOST_BLOCKS or sum(len(block.text) for block in blocks) >= _MOST_LETTERS


def _walk(tree: html.HtmlElement) -> Iterator[_Draft]:
    root = _Node("", None, 0, frozenset(), "", False, False)
    stack, pieces, linked, links, broke, count, letters = [root], [], 0, 0, False, 0, 0
    blocks = [root]  # the open elements that are blocks
    for event, element in etree.iterwalk(tree, events=("start", "end")):
        tag = element.tag
        if not isinstance(tag, str):
            if event == "end" and element.tail:
                pieces.append(element.tail)
            continue
        if tag in _BLOCK and pieces:
            text = squeeze("".join(pieces))
            if text:
                yield _Draft(text[:_LONGEST_LINE], blocks[-1], linked / max(1, len(text)), broke)
                count += 1
                letters += min(len(text), _LONGEST_LINE)
                if count >= _MOST_BLOCKS or letters >= _MOST_LETTERS:
                    return
            pieces, linked = [], 0
        broke = tag == "br" if tag in _BLOCK else broke
        if event == "start":
            node = _open(element, stack[-1]) if len(stack) < _DEEPEST else stack[-1]
            stack.append(node)
            if tag in _BLOCK and tag != "br":
                blocks.append(node)
            links += tag == "a"
            words = element.text
        else:
            stack.pop()
            if tag in _BLOCK and tag != "br":
                blocks.pop()
            words = None
            if element.tail:
                pieces.append(element.tail)
                linked += len(element.tail.strip()) if links - (tag == "a") else 0
            links -= tag == "a"
        if words:
            pieces.append(words)
            linked += len(words.strip()) if links else 0


def _open(element: html.HtmlElement, parent: _Node) -> _Node:
    tag = str(element.tag)
    if tag in _PHRASES:
        return parent
    names, classes, mark = [], "", _LANDMARK.get(tag)
    hidden, body = parent.hidden, parent.body
    for key, value in element.items():
        if key in _NAMED:
            names.append(value)
            if key == "class":
                classes = value
            elif key == "role":
                mark = _ROLES.get(value.lower(), mark)
        elif key == "style":
            hidden = hidden or "display:none" in value.replace(" ", "").lower()
        elif key == "hidden":
            hidden = True
        elif key == "itemprop":
            body = body or "articlebody" in value.lower()
            names.append(value)
        elif key == "itemtype":
            names.append(value.rpartition("/")[2])
    if "-" in tag:
        names.append(tag)  # elements of a page's own: <amp-sidebar>, <related-stories>
    landmarks = parent.landmarks if mark is None or mark in parent.landmarks else parent.landmarks | {mark}
    return _Node(
        tag, parent, parent.depth + 1, landmarks, " ".join(names), hidden, body, f"{tag}.{classes[:_LONGEST_NAME]}"
    )


def _match_groups(names: str) -> int:
    """The groups that the names belong to, as bits."""
    found = 0
    for name in names[:_LONGEST_NAMES].split():
        found |= _match_name(name[:_LONGEST_NAME].translate(_NO_DIGITS))
    return found


@lru_cache(maxsize=32_768)
def _match_name(name: str) -> int:
    return sum(1 << i for i, (_, form) in enumerate(_GROUPS) if form.search(name))


@lru_cache(maxsize=65_536)
def _come_nearer(above: tuple[float, ...], found: int) -> tuple[float, ...]:
    return tuple(0.0 if found >> i & 1 else min(_FAR, value + 1) for i, value in enumerate(above))


def _up(node: _Node | None) -> Iterator[_Node]:
    for _ in range(_UPWARDS):
        if node is None:
            return
        yield node
        node = node.parent


def _sum_up(drafts: list[_Draft]) -> _Sums:
    by_path: dict[tuple[str, ...], float] = {}
    counts: dict[tuple[str, ...], int] = {}
    holders: dict[int, _Node] = {}  # of running text that is strong
    total = most = 0.0
    for draft in drafts:
        prose, strong = _add_up(draft)
        path = draft.node.path
        by_path[path] = by_path.get(path, 0.0) + strong
        counts[path] = counts.get(path, 0) + 1
        most = max(most, *(node.prose for node in _up(draft.node))) if prose else most
        total += strong
        node: _Node | None = draft.node if strong else None
        while node is not None:
            node.strong += strong
            holders[id(node)] = node
            node = node.parent
    containers = tuple(
        _steps_around(
            max((node for node in holders.values() if node.strong >= share * total), key=_depth, default=drafts[0].node)
        )
        for share in _SHARES
    )
    return _Sums(most or 1.0, containers, by_path, counts, total or 1.0)


def _depth(node: _Node) -> int:
    return node.depth


def _add_up(draft: _Draft) -> tuple[float, float]:
    """Tell the elements around a block how much running text and how many links they hold; its own running text out,
    and as much of it as is strong: that of a paragraph which nothing marks as comment or page foot."""
    length = len(draft.text)
    prose = length * (1 - draft.linked) if length >= 60 and draft.linked < 0.4 else 0.0
    linked = length * draft.linked
    node: _Node | None = draft.node
    for _ in range(_UPWARDS):
        if node is None:
            break
        node.prose += prose
        node.letters += length
        node.linked += linked
        node = node.parent
    if not prose or draft.node.near[_COMMENT] < _FAR or draft.node.landmarks & {"footer", "nav", "aside"}:
        return prose, 0.0
    return prose, prose


def _finish(draft: _Draft, sums: _Sums, places: dict[int, tuple[float, ...]]) -> Block:
    node = draft.node
    place = places.get(id(node))
    if place is None:
        place = places[id(node)] = _place_of(node, sums)
    path = node.path
    own = (
        float(draft.after_break), len(draft.text) / max(1.0, (node.parent or node).letters),
        sums.by_path[path] / sums.strong, math.log(sums.counts[path]),
    )  # fmt: skip
    return Block(
        draft.text,
        tag=node.tag,
        link_share=min(1.0, draft.linked),
        bullet=node.tag == "li",
        place=own + place,
        path=path,
    )


def _place_of(node: _Node, sums: _Sums) -> tuple[float, ...]:
    """What all blocks of one element have in common."""
    above = list(_up(node))
    above += [above[-1]] * (_UPWARDS - len(above))
    tags, landmarks = _flag(node.tag, node.landmarks)
    return (
        *tags, *landmarks, *node.near, float(min(node.depth, 40)), float(node.hidden), float(node.body),
        *[each.prose / sums.most for each in above], *[each.linked / max(1.0, each.letters) for each in above],
        *[math.log1p(each.letters) for each in above], *[_steps_out(node, steps) for steps in sums.containers],
    )  # fmt: skip


@lru_cache(maxsize=4096)
def _flag(tag: str, landmarks: frozenset[str]) -> tuple[tuple[float, ...], tuple[float, ...]]:
    return (
        (*(float(tag == name) for name in _TAGS), float(tag not in _TAGS)),
        tuple(float(name in landmarks) for name in _LANDMARKS),
    )


def _steps_around(container: _Node) -> dict[int, float]:
    """How far up from the container each element around it stands."""
    steps: dict[int, float] = {}
    node: _Node | None = container
    while node is not None:
        steps[id(node)] = min(float(len(steps)), _FAR)
        node = node.parent
    return steps


def _steps_out(node: _Node | None, steps: dict[int, float]) -> float:
    """How far up from the container its nearest element stands that holds the block too: 0 inside."""
    while node is not None:
        if id(node) in steps:
            return steps[id(node)]
        node = node.parent
    return _FAR


def drop_unseen(tree: html.HtmlElement) -> None:
    """Take out what is never shown, in place; what is declared as a shadow root is shown."""
    for template in list(tree.iter("template")):
        if template.get("shadowrootmode") or template.get("shadowroot"):
            template.tag = "div"
    etree.strip_elements(tree, *_UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
