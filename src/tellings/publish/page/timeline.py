"""The timeline of a story in, its drawing out: background above the axis, the story below, forecasts dashed.

A dot is a day, a bar a longer stretch; an open ring stands where something was first reported. The scale is by the
logarithm of the days between neighbouring times, so that hours of a crisis and years of background fit one line; gaps
far longer than the usual one are folded and marked.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from math import log1p
from statistics import median

from markupsafe import Markup

from tellings.publish.dates import render_interval
from tellings.publish.page.drawing import drawing, element

_FOLD_DAYS, _FOLD_TIMES = 60, 10  # a gap is folded when longer than both: days, and times the usual gap
_FOLDED = log1p(40)  # what a folded gap takes on the axis
_EDGE, _RADIUS, _LEVEL, _LETTER = 16.0, 9.0, 23.0, 6.2


@dataclass(frozen=True, slots=True)
class Entry:
    """A happening to draw. start or end None: open; colour None: more than one line tells it."""

    number: int
    start: str | None
    end: str | None
    precision: str
    kind: str
    colour: int | None
    gist: str
    href: str


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days of the calendar to places on the axis, piece by piece."""

    days: Sequence[int]
    places: Sequence[float]
    folded: Sequence[tuple[float, float]]

    def place(self, day: int) -> float:
        """Where the day lies."""
        for (day1, day2), (place1, place2) in zip(pairwise(self.days), pairwise(self.places), strict=True):
            if day1 <= day <= day2:
                return place1 + (place2 - place1) * (day - day1) / (day2 - day1)
        return self.places[0] if day < self.days[0] else self.places[-1]


def draw_timeline(entries: Sequence[Entry], reported: Sequence[str], *, width: float) -> Markup:
    """The drawing, or nothing where fewer than two happenings have a date."""
    dated = [(entry, *days) for entry in entries if (days := _days(entry))]
    if len(dated) < 2:
        return Markup("")
    rings = sorted({day for text in reported if (day := _day(text)) is not None})
    scale = _build_scale([(first, last) for _, first, last in dated] + [(day, day) for day in rings], width)
    above = _stack([row for row in dated if row[0].kind == "background"], scale)
    below = _stack([row for row in dated if row[0].kind != "background"], scale)
    axis = 14.0 + _LEVEL * max((level + 1 for *_, level in above), default=0)
    depth = axis + 26 + _LEVEL * max((level + 1 for *_, level in below), default=0)
    parts = _draw_axis(scale, axis, width, {first: entry.precision for entry, first, _ in dated})
    placed = [(row, axis - 16 - _LEVEL * row[3]) for row in above]
    placed += [(row, axis + 32 + _LEVEL * row[3]) for row in below]
    parts += [_draw_stem(row, middle, axis) for row, middle in placed]
    parts += [_draw_mark(row, middle) for row, middle in placed]
    parts += [element("circle", class_="ring", cx=scale.place(day), cy=axis, r=3.5) for day in rings]
    label = f"Timeline of {len(dated)} happenings; the list after it says the same in words"
    return drawing(width, depth, label, *parts, class_="timeline")


def _days(entry: Entry) -> tuple[int, int] | None:
    first, last = _day(entry.start), _day(entry.end)
    if first is None and last is None:
        return None
    return (first if first is not None else last or 0, last if last is not None else first or 0)


def _day(moment: str | None) -> int | None:
    try:
        return date.fromisoformat(moment[:10]).toordinal() if moment else None
    except ValueError:
        return None


def _build_scale(stretches: Sequence[tuple[int, int]], width: float) -> _Scale:
    points = sorted({day for stretch in stretches for day in stretch})
    if len(points) == 1:
        points = [points[0] - 1, points[0] + 1]
    gaps = [later - earlier for earlier, later in pairwise(points)]
    longest = max(_FOLD_DAYS, _FOLD_TIMES * median(gaps))
    weights = [min(log1p(gap), _FOLDED) for gap in gaps]
    unit = (width - 2 * _EDGE) / sum(weights)
    places = [_EDGE]
    for weight in weights:
        places.append(places[-1] + weight * unit)
    empty = [
        not any(first < later and earlier < last for first, last in stretches) for earlier, later in pairwise(points)
    ]
    cut = zip(pairwise(places), gaps, empty, strict=True)
    folded = [pair for pair, gap, nothing in cut if nothing and gap > longest]
    return _Scale(points, places, folded)


Row = tuple[Entry, int, int]
Placed = tuple[Entry, float, float, int]


def _stack(rows: Sequence[Row], scale: _Scale) -> list[Placed]:
    """Each mark on the level nearest to the axis where it is free."""
    ends: list[float] = []
    placed = []
    for entry, first, last in sorted(rows, key=lambda row: (row[1], row[2])):
        left, right = scale.place(first), scale.place(last)
        spare = 2 * _RADIUS - (right - left)
        if spare > 0:
            left, right = left - spare / 2, right + spare / 2
        level = next((at for at, end in enumerate(ends) if end + 3 <= left), len(ends))
        ends[level:] = [right, *ends[level + 1 :]]
        placed.append((entry, left, right, level))
    return placed


def _draw_axis(scale: _Scale, axis: float, width: float, starts: Mapping[int, str]) -> list[Markup]:
    parts = [element("line", class_="axis", x1=0.0, y1=axis, x2=width, y2=axis)]
    for left, right in scale.folded:
        middle = (left + right) / 2
        path = f"M{middle - 7:.1f} {axis + 5:.1f}l4 -10m2 10l4 -10"
        parts += [
            element("rect", class_="fold", x=middle - 5, y=axis - 2, width=8.0, height=4.0),
            element("path", class_="break", d=path),
        ]
    taken, year = -1e9, None
    for day, precision in sorted(starts.items()):
        when = date.fromordinal(day)
        text = _tick(when, year, precision)
        half = len(text) * _LETTER / 2
        middle = min(max(scale.place(day), half), width - half)
        if middle - half < taken + 6:
            continue
        parts.append(element("text", text, class_="tick", x=middle, y=axis + 15, text_anchor="middle"))
        taken, year = middle + half, when.year
    return parts


def _tick(when: date, year: int | None, precision: str) -> str:
    if precision in ("year", "decade", "century"):
        return str(when.year)
    text = render_interval(when.isoformat(), when.isoformat(), short=True)
    if precision in ("month", "season", "quarter"):
        text = text.split(" ", 1)[1]
    return text.rsplit(" ", 1)[0] if when.year == year else text


def _draw_stem(row: Placed, middle: float, axis: float) -> Markup:
    """From the axis to a mark that others keep away from it."""
    _, left, right, level = row
    if not level:
        return Markup("")
    foot = axis if middle < axis else axis + 19
    return element("line", class_="stem", x1=(left + right) / 2, y1=foot, x2=(left + right) / 2, y2=middle)


def _draw_mark(row: Placed, middle: float) -> Markup:
    entry, left, right, _ = row
    centre = (left + right) / 2
    line = f"c{entry.colour}" if entry.colour is not None else "many"
    shape = element(
        "rect",
        x=left,
        y=middle - _RADIUS,
        width=right - left,
        height=2 * _RADIUS,
        rx=_RADIUS if right - left <= 2 * _RADIUS + 0.1 else 3.0,
    )
    number = element("text", str(entry.number), x=centre, y=middle + 3.8, text_anchor="middle")
    title = element("title", entry.gist)
    return element("a", title, shape, number, href=entry.href, class_=f"mark {entry.kind} {line}")
