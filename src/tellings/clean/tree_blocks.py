"""An HTML tree in, its blocks out: the lines that a reader sees, each with where in the tree it stands."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from lxml import etree, html

from tellings.clean.blocks import Block, squeeze

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
    rows = files(__package__).joinpath("class_words.tsv").read_text(encoding="utf-8").splitlines()
    pairs = (row.split("\t") for row in rows if row and not row.startswith("#"))
    return tuple((name, re.compile(form, re.I)) for name, form in pairs)


_GROUPS = _read_groups()
_COMMENT = [name for name, _ in _GROUPS].index("comment")
_FAR = 9.0
_DEEPEST = 250
_MOST_BLOCKS = 6000
_UPWARDS = 4
_LONGEST_NAMES = 4000  # letters of an element's names: more are no names, and would be remembered
_SHARES = (0.5, 0.75, 0.95)  # of the page's running text that a container must hold to count as that of the article

PLACE = (
    *(f"tag_{name}" for name in _TAGS), "tag_other", "after_break",
    *(f"in_{name}" for name in _LANDMARKS), *(f"near_{name}" for name, _ in _GROUPS),
    "depth", "hidden", "prop_body",
    *(f"prose_{level}" for level in range(_UPWARDS)), *(f"link_{level}" for level in range(_UPWARDS)),
    *(f"share_{level}" for level in range(_UPWARDS)), "alone",
    *(f"out_of_{share}" for share in _SHARES), "path_prose", "path_count",
)  # fmt: skip


@dataclass(slots=True)
class _Node:
    """An open element: what it inherits from those around it, and what its blocks add up to."""

    tag: str
    parent: "_Node | None"
    depth: int
    landmarks: frozenset[str]
    near: tuple[float, ...]
    hidden: bool
    body: bool
    path: tuple[str, ...] = ()
    prose: float = 0.0
    letters: float = 0.0
    linked: float = 0.0
    strong: float = 0.0


@dataclass(slots=True)
class _Draft:
    text: str
    node: _Node
    linked: float
    after_break: bool


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the page adds up to: most running text in one element, the containers of most of it (each as the elements
    around it, by identity, and how far up they stand), text by path."""

    most: float
    containers: tuple[dict[int, int], ...]
    by_path: dict[tuple[str, ...], float]
    counts: dict[tuple[str, ...], int]
    strong: float


def find_blocks(tree: html.HtmlElement) -> list[Block]:
    """The blocks in reading order, without what is never shown."""
    drafts = list(_walk(tree))
    if not drafts:
        return []
    sums = _sum_up(drafts)
    return [_finish(draft, sums) for draft in drafts]


def _walk(tree: html.HtmlElement) -> Iterator[_Draft]:
    root = _Node("", None, 0, frozenset(), (_FAR,) * len(_GROUPS), False, False)
    stack, pieces, linked, links, broke, count = [root], [], 0, 0, False, 0
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
                yield _Draft(text, blocks[-1], linked / max(1, len(text)), broke)
                count += 1
                if count >= _MOST_BLOCKS:
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
    landmarks = parent.landmarks | {tag} if tag in _LANDMARKS else parent.landmarks
    names = " ".join(filter(None, (element.get("class"), element.get("id"), element.get("role"))))[:_LONGEST_NAMES]
    near = _go_down(parent.near, names)
    style = element.get("style") or ""
    hidden = parent.hidden or element.get("hidden") is not None or "display:none" in style.replace(" ", "").lower()
    body = parent.body or "articlebody" in (element.get("itemprop") or "").lower()
    path = (f"{tag}.{element.get('class') or ''}", *parent.path[:2])
    return _Node(tag, parent, parent.depth + 1, landmarks, near, hidden, body, path)


@lru_cache(maxsize=8192)
def _go_down(near: tuple[float, ...], names: str) -> tuple[float, ...]:
    """How near each kind of name is one element further down, which bears these names itself."""
    further = tuple(min(_FAR, value + 1) for value in near)
    if not names:
        return further
    return tuple(0.0 if hit else value for hit, value in zip(_match_groups(names), further, strict=True))


@lru_cache(maxsize=8192)
def _match_groups(names: str) -> tuple[bool, ...]:
    return tuple(bool(form.search(names)) for _, form in _GROUPS)


def _up(node: _Node | None) -> Iterator[_Node]:
    for _ in range(_UPWARDS):
        if node is None:
            return
        yield node
        node = node.parent


def _sum_up(drafts: list[_Draft]) -> _Sums:
    by_path: dict[tuple[str, ...], float] = {}
    counts: dict[tuple[str, ...], int] = {}
    nodes: dict[int, _Node] = {}
    total = 0.0
    for draft in drafts:
        strong = _add_up(draft)
        path = draft.node.path
        by_path[path] = by_path.get(path, 0.0) + strong
        counts[path] = counts.get(path, 0) + 1
        total += strong
        node: _Node | None = draft.node
        while node is not None:
            node.strong += strong
            nodes[id(node)] = node
            node = node.parent
    most = max((node.prose for node in nodes.values()), default=0.0) or 1.0
    containers = tuple(
        _count_up(max((node for node in nodes.values() if node.strong >= share * total), key=lambda node: node.depth))
        for share in _SHARES
    )
    return _Sums(most, containers, by_path, counts, total or 1.0)


def _add_up(draft: _Draft) -> float:
    """Tell the elements around a block how much running text and how many links they hold; its own strong text out:
    that of a paragraph which nothing marks as comment or page foot."""
    length = len(draft.text)
    prose = length * (1 - draft.linked) if length >= 60 and draft.linked < 0.4 else 0.0
    for node in _up(draft.node):
        node.prose += prose
        node.letters += length
        node.linked += length * draft.linked
    weak = draft.node.near[_COMMENT] < _FAR or draft.node.landmarks & {"footer", "nav", "aside"}
    return 0.0 if weak else prose


def _finish(draft: _Draft, sums: _Sums) -> Block:
    node = draft.node
    above = list(_up(node))
    above += [above[-1]] * (_UPWARDS - len(above))
    place = (
        *(float(node.tag == name) for name in _TAGS), float(node.tag not in _TAGS), float(draft.after_break),
        *(float(name in node.landmarks) for name in _LANDMARKS), *node.near,
        float(min(node.depth, 40)), float(node.hidden), float(node.body),
        *(each.prose / sums.most for each in above), *(each.linked / max(1.0, each.letters) for each in above),
        *(math.log1p(each.letters) for each in above), len(draft.text) / max(1.0, above[1].letters),
        *(_steps_out(node, container) for container in sums.containers),
        sums.by_path[node.path] / sums.strong, math.log(sums.counts[node.path]),
    )  # fmt: skip
    return Block(
        draft.text,
        tag=node.tag,
        link_share=min(1.0, draft.linked),
        bullet=node.tag == "li",
        place=place,
        path=node.path,
    )


def _count_up(container: _Node) -> dict[int, int]:
    """The element and those around it, by identity, with the steps up to each."""
    steps: dict[int, int] = {}
    node: _Node | None = container
    while node is not None:
        steps[id(node)] = len(steps)
        node = node.parent
    return steps


def _steps_out(node: _Node, container: dict[int, int]) -> float:
    """How far up from the container its nearest element stands that holds the block too: 0 inside."""
    here: _Node | None = node
    while here is not None:
        if id(here) in container:
            return min(float(container[id(here)]), _FAR)
        here = here.parent
    return min(float(len(container) - 1), _FAR)


def drop_unseen(tree: html.HtmlElement) -> None:
    """Take out what is never shown, in place."""
    etree.strip_elements(tree, *_UNSEEN, etree.Comment, etree.ProcessingInstruction, with_tail=False)
