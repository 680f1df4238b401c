"""Reports and the links between them in, their family tree drawn out: by time, one row each, arcs for links."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from tellings.publish.page.citing import Tag
from tellings.publish.page.drawing import clip, drawing, element

Json = Mapping[str, Any]
_MOST_OF_LINE = 8  # reports of one line that get a row; further ones are counted
_MOST_ARCS = 40  # beyond, only each report's strongest link to an earlier one is drawn
LATER = {  # what the later of two linked reports is to the earlier one
    "copy": "copy of", "derived": "rewritten from", "shared_agency": "same agency text as", "quotes_other": "credits",
    "version": "later version of", "independent": "not held to be written from",
}  # fmt: skip
MUTUAL = {  # where it cannot be told which was first
    "copy": "same text as", "derived": "same text, reworded, as", "shared_agency": "same agency text as",
    "quotes_other": "credits, or is credited by,", "version": "another version of",
    "independent": "not held to be of one text with",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Link:
    """An arc: two reports, their relation, where its evidence is on the page."""

    earlier: str
    later: str
    relation: str
    score: float
    directed: bool
    href: str

    @property
    def words(self) -> str:
        """What the later report is to the earlier one."""
        return (LATER if self.directed else MUTUAL).get(self.relation, "linked to")


def build_links(
    links: Sequence[Json],
    tags: Mapping[str, Tag],
    key: str,
    *,
    versions: Container[tuple[str, str]] = (),
    anchor: str = "link",
) -> list[Link]:
    """The links with their reports in order of time; versions: earlier and later report where that is known."""
    built = []
    for number, link in enumerate(links, 1):
        left, right = tags[link["left"]], tags[link["right"]]
        first, second = sorted((left, right), key=lambda tag: tag.order)
        directed = first.order[0] != second.order[0] and "9999" not in (first.order[0], second.order[0])
        directed = directed or (first.report, second.report) in versions
        href = f"#{key}-{anchor}{number}"
        relation = link.get("relation", "independent")
        built.append(Link(first.report, second.report, relation, link["score"], directed, href))
    return built


def choose_links(tags: Sequence[Tag], links: Sequence[Link], *, most: int) -> list[int]:
    """Which of the links are set out where there are too many: those that the rows of the drawing name, then the
    strongest; in the order given."""
    if len(links) <= most:
        return list(range(len(links)))
    rows = {tag.report for tag in _choose_rows(sorted(tags, key=lambda tag: tag.order))[0]}
    best = _strongest(links)
    named = {number for number, link in enumerate(links) if link.later in rows and best[link.later] is link}
    ordered = sorted(range(len(links)), key=lambda number: (number not in named, -links[number].score, number))
    return sorted(ordered[: max(most, len(named))])


def draw_family_tree(tags: Sequence[Tag], links: Sequence[Link], *, narrow: bool) -> Markup:
    """The drawing; nothing where there is one report only."""
    if len(tags) < 2:
        return Markup("")
    rows, left_out = _choose_rows(sorted(tags, key=lambda tag: tag.order))
    width, height, widest = (330.0, 46.0, 62.0) if narrow else (720.0, 36.0, 110.0)
    middle = {tag.report: height * (at + 0.5) for at, tag in enumerate(rows)}
    best = _strongest(links)
    shown = [link for link in links if link.earlier in middle and link.later in middle]
    if len(shown) > _MOST_ARCS:
        shown = [link for link in shown if best[link.later] is link]
    longest = max((middle[link.later] - middle[link.earlier] for link in shown), default=0.0) / height
    gutter = min(widest, 12.0 + (11 + 18 + longest * 16 if shown else 0))
    parts = [_draw_arc(link, middle, gutter, height, strong=best[link.later] is link) for link in shown]
    names = {tag.report: tag for tag in tags}
    sources = {link.earlier for link in links if link.relation != "quotes_other"}
    firsts = {tag.letter: tag.report for tag in reversed(rows)}
    for tag in rows:
        held = best.get(tag.report)
        source = names[held.earlier] if held else None
        first = firsts[tag.letter] == tag.report
        of_line = f"first of line {tag.letter}" if first else f"in line {tag.letter} through a later report"
        alone = of_line if tag.report in sources else "on its own, as far as the texts show"
        parts.append(_draw_row(tag, middle[tag.report], gutter, held, source or alone, narrow=narrow))
    depth = height * len(rows)
    if left_out:
        parts.append(element("text", f"and {left_out} more", class_="sub", x=gutter + 20, y=depth + 14))
        depth += 24
    label = f"Family tree of {len(tags)} reports; the list after it says the same in words"
    return drawing(width, depth, label, *parts, class_=f"tree {'narrow' if narrow else 'wide'}")


def _choose_rows(tags: Sequence[Tag]) -> tuple[list[Tag], int]:
    counts: dict[str, int] = {}
    rows = []
    for tag in tags:
        counts[tag.letter] = counts.get(tag.letter, 0) + 1
        if counts[tag.letter] <= _MOST_OF_LINE:
            rows.append(tag)
    return rows, len(tags) - len(rows)


def _strongest(links: Sequence[Link]) -> dict[str, Link]:
    """For each report its strongest link to an earlier one: descent before mere credit."""
    best: dict[str, Link] = {}
    for link in links:
        held = best.get(link.later)
        if held is None or _strength(link) > _strength(held):
            best[link.later] = link
    return best


def _strength(link: Link) -> tuple[bool, float]:
    return (link.relation != "quotes_other", link.score)


def _draw_arc(link: Link, middle: Mapping[str, float], gutter: float, height: float, *, strong: bool) -> Markup:
    top, bottom = middle[link.earlier], middle[link.later]
    bow = 11 + min(gutter - 13, 18 + (bottom - top) / height * 16) * 4 / 3
    near, far = f"{gutter - 11:.1f}", f"{gutter - bow:.1f}"
    path = f"M{near} {top:.1f}C{far} {top:.1f} {far} {bottom:.1f} {near} {bottom:.1f}"
    weight = "strong" if strong else "weak"
    lines = [element("path", class_="reach", d=path), element("path", class_="arc", d=path)]
    if link.directed and link.relation != "quotes_other":
        tip = f"M{gutter - 11:.1f} {bottom:.1f}l-6 -3.5v7z"
        lines.append(element("path", class_="tip", d=tip))
    title = element("title", f"{link.words} …: see the shared passages")
    return element("a", title, *lines, href=link.href, class_=f"link {link.relation} {weight}")


def _draw_row(tag: Tag, y: float, gutter: float, link: Link | None, source: Tag | str, *, narrow: bool) -> Markup:
    letter = element("text", tag.letter, x=gutter, y=y + 4, text_anchor="middle", class_="letter")
    dot = element("circle", cx=gutter, cy=y, r=11.0)
    head = element("a", dot, letter, _name(tag, gutter + 20, y - 4 if narrow else y + 4), href=f"#{tag.key}")
    x, down = (gutter + 20, y + 14) if narrow else (gutter + 330, y + 4)
    says = element("text", str(source), x=x, y=down, class_="sub")
    if link and isinstance(source, Tag):
        words = f"{link.words} {clip(source.name, 24)}"
        says = element("a", element("text", words, x=x, y=down, class_="sub linked"), href=link.href)
    return element("g", head, says, class_=f"row c{tag.colour}")


def _name(tag: Tag, x: float, y: float) -> Markup:
    when = element("tspan", f"  {tag.when}", class_="sub")
    return element("text", element("tspan", clip(tag.name, 24), class_="name"), when, x=x, y=y)
