"""Points with names in, a small map as inline SVG out: coasts and borders, markers, labels that do not collide.

No script, no request, no colours of its own: everything is drawn in currentColor and carries a class, so that the page
decides (map-land, map-coast, map-border, map-country, map-point, map-label, map-lead, map-scale). The outlines are
Natural Earth's (public domain), made into outlines.json.gz by bench/outlines.py.
"""

import gzip
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from importlib.resources import files
from itertools import pairwise

LEAST_SPAN = 3.0  # degrees of latitude that are always shown, so that one town still has a coast or border near it
MARGIN = 0.22  # of the span, on each side
LABEL = 12.0  # font size, in units of the viewBox
_LEAST_LAND = 2.0  # of the page's units, squared: what is smaller is not drawn
_LEAST_NAMED = 0.012  # of the page: a country that fills less of it is not named
WIDE_LETTER = 0.56  # mean width of a letter, of the font size, in common sans serif fonts
Pair = tuple[float, float]
Box = tuple[float, float, float, float]  # left, top, right, bottom


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A place on the map. weight: how often it is named, sets the marker's size; lines: what its tooltip says."""

    name: str
    lat: float
    lon: float
    weight: float = 1.0
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Outlines:
    """Lines in degrees, with their boxes; longitudes run on beyond 180 where a line crosses the date line."""

    coasts: tuple["Line", ...]
    borders: tuple["Line", ...]
    countries: tuple[tuple[str, tuple["Line", ...]], ...]  # name, rings
    boxes: tuple["Box", ...]  # around each country


@dataclass(frozen=True, slots=True)
class Line:
    """Points, and the box around them."""

    pairs: tuple[Pair, ...]
    box: Box


@dataclass(frozen=True, slots=True)
class View:
    """A stretch of the world and how it is laid on the page; `west` may be beyond 180: maps go over the date line."""

    west: float
    east: float
    south: float
    north: float
    width: int
    height: int

    def place(self, lon: float, lat: float) -> Pair:
        """Degrees to units of the viewBox. `lon` counts on from `west`."""
        x = (lon - self.west) / (self.east - self.west) * self.width
        return x, (self.north - lat) / (self.north - self.south) * self.height


def render_map(points: Sequence[MapPoint], *, width: int = 640, height: int = 400) -> str:
    """The map as an SVG element; "" when no point has coordinates on the globe."""
    shown = [point for point in points if math.isfinite(point.lat + point.lon) and abs(point.lat) <= 90]
    if not shown:
        return ""
    view = find_view(shown, width=width, height=height)
    marks = [(point, *view.place(count_on(point.lon, view.west), point.lat)) for point in shown]
    labels = place_labels([(p.name, x, y, _radius(p)) for p, x, y in _by_weight(marks)], width=width, height=height)
    parts = [
        f'<svg class="map" viewBox="0 0 {width} {height}" role="img" '
        f'preserveAspectRatio="xMidYMid slice" font-size="{LABEL:g}">',
        f"<title>{escape('Map: ' + ', '.join(dict.fromkeys(point.name for point in shown)))}</title>",
        *_draw_land(view).drawn,
        *_draw_countries(view, labels),
        *_draw_scale(view),
        *(label.lead for label in labels if label.lead),
        *_draw_marks(marks),
        *(label.drawn for label in labels),
        "</svg>",
    ]
    return "\n".join(part for part in parts if part)


def find_view(points: Sequence[MapPoint], *, width: int, height: int) -> View:
    """The smallest stretch with every point and a margin, in the page's proportions."""
    west, east = _narrowest([point.lon for point in points])
    south, north = min(point.lat for point in points), max(point.lat for point in points)
    middle = max(-80.0, min(80.0, (south + north) / 2))
    squeeze = math.cos(math.radians(middle))  # a degree of longitude is that much shorter than one of latitude
    tall = max((north - south) * (1 + 2 * MARGIN), LEAST_SPAN)
    wide = max((east - west) * (1 + 2 * MARGIN) * squeeze, LEAST_SPAN)
    tall = min(max(tall, wide * height / width), 180.0)
    wide = min(tall * width / height / squeeze, 360.0)
    south = max(-90.0, min(90.0 - tall, (south + north) / 2 - tall / 2))
    centre = (west + east) / 2
    return View(centre - wide / 2, centre + wide / 2, south, south + tall, width, height)


def _narrowest(lons: Sequence[float]) -> Pair:
    """The shortest stretch of the circle that holds all longitudes, as west <= east."""
    turned = sorted({round(lon % 360.0, 6) % 360.0 for lon in lons})
    gaps = [(turned[(n + 1) % len(turned)] - lon) % 360.0 or 360.0 for n, lon in enumerate(turned)]
    widest = max(range(len(gaps)), key=lambda n: gaps[n])
    west = turned[(widest + 1) % len(turned)]
    west = west - 360.0 if west > 180.0 else west
    return west, west + 360.0 - gaps[widest]


def count_on(lon: float, west: float) -> float:
    """The same meridian, counted on from `west`."""
    return west + round(lon - west, 5) % 360.0


@lru_cache(maxsize=1)
def load_outlines() -> Outlines:
    """The outlines that come with the package."""
    raw = json.loads(gzip.decompress(files("tellings.publish").joinpath("outlines.json.gz").read_bytes()))
    arcs = [_read_arc(steps, raw["scale"], raw["translate"]) for steps in raw["arcs"]]
    uses: dict[int, int] = {}
    for _, rings in raw["countries"]:
        for ring in rings:
            for number in ring:
                uses[max(number, ~number)] = uses.get(max(number, ~number), 0) + 1
    countries = tuple((name, tuple(_line(_join(arcs, ring)) for ring in rings)) for name, rings in raw["countries"])
    coasts = tuple(_line(arc) for number, arc in enumerate(arcs) if uses.get(number, 0) < 2)
    borders = tuple(_line(arc) for number, arc in enumerate(arcs) if uses.get(number, 0) > 1)
    return Outlines(coasts, borders, countries, tuple(_surround(rings) for _, rings in countries))


def _read_arc(steps: Sequence[int], scale: Pair, translate: Pair) -> list[Pair]:
    """Steps to degrees; a jump of the whole globe is the date line, and the line runs on."""
    x = y = 0
    arc: list[Pair] = []
    turn = 0.0
    for n in range(0, len(steps), 2):
        x, y = x + steps[n], y + steps[n + 1]
        lon = x * scale[0] + translate[0]
        if arc and abs(lon + turn - arc[-1][0]) > 180.0:
            turn += 360.0 if arc[-1][0] > lon + turn else -360.0
        arc.append((lon + turn, y * scale[1] + translate[1]))
    return arc


def _join(arcs: Sequence[Sequence[Pair]], numbers: Sequence[int]) -> list[Pair]:
    """The ring that the arcs make, closed over the pole where it goes round the globe."""
    pairs: list[Pair] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        turn = 360.0 * round((pairs[-1][0] - arc[0][0]) / 360.0) if pairs else 0.0
        pairs += [(lon + turn, lat) for lon, lat in arc[bool(pairs) :]]
    if abs(pairs[-1][0] - pairs[0][0]) > 180.0:
        pole = math.copysign(90.0, pairs[0][1])
        pairs += [(pairs[-1][0], pole), (pairs[0][0], pole)]
    return pairs


def _line(pairs: Sequence[Pair]) -> Line:
    xs, ys = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    return Line(tuple(pairs), (min(xs), min(ys), max(xs), max(ys)))


def _surround(lines: Sequence[Line]) -> Box:
    wests, souths, easts, norths = zip(*(line.box for line in lines), strict=True)
    return min(wests), min(souths), max(easts), max(norths)


def _turns(box: Box, view: View) -> Iterator[float]:
    """By how many degrees a piece must be turned to be seen: mostly 0, or none."""
    if box[3] < view.south or box[1] > view.north:
        return
    for turn in (-360.0, 0.0, 360.0):
        if box[2] + turn >= view.west and box[0] + turn <= view.east:
            yield turn


def _clip(pairs: list[Pair], view: View) -> list[Pair]:
    """The ring cut to the page and a little more (Sutherland and Hodgman), so that far coasts cost no bytes."""
    edges = ((0, -8.0, 1), (0, view.width + 8.0, -1), (1, -8.0, 1), (1, view.height + 8.0, -1))
    for axis, limit, side in edges:
        reached = [pair[axis] * side for pair in pairs]
        if min(reached, default=0.0) >= limit * side:
            continue  # nothing lies beyond this edge, as mostly
        if max(reached) < limit * side:
            return []
        kept: list[Pair] = []
        for n, here in enumerate(pairs):
            before = pairs[n - 1]
            inside, was = (here[axis] - limit) * side >= 0, (before[axis] - limit) * side >= 0
            if inside != was:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                kept.append(tuple(b + share * (h - b) for b, h in zip(before, here, strict=True)))  # type: ignore[arg-type]
            if inside:
                kept.append(here)
        pairs = kept
    return pairs


def _thin(pairs: Sequence[Pair], view: View) -> list[Pair]:
    """Without points that lie closer together than a pixel shows, or two on a map of half the world."""
    apart = 1.0 if view.north - view.south < 60.0 else 2.0
    kept = list(pairs[:1])
    last_x, last_y = kept[0] if kept else (0.0, 0.0)
    for pair in pairs[1:]:
        x, y = pair
        if abs(x - last_x) + abs(y - last_y) >= apart:
            kept.append(pair)
            last_x, last_y = x, y
    if len(pairs) > 1 and kept[-1] != pairs[-1]:
        kept.append(pairs[-1])
    return kept


def _path(pairs: Sequence[Pair], *, closed: bool = False) -> str:
    return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in pairs) + ("Z" if closed else "")


def _place_ring(ring: Line, view: View) -> Iterator[list[Pair]]:
    """The ring as it lies on the page, cut to it."""
    across, down, north = view.width / (view.east - view.west), view.height / (view.north - view.south), view.north
    for turn in _turns(ring.box, view):
        left = view.west - turn
        yield _clip([((lon - left) * across, (north - lat) * down) for lon, lat in ring.pairs], view)


@dataclass(frozen=True, slots=True)
class Land:
    """drawn: the land of a stretch, its coasts and borders; seats: the largest piece of each country that fills much of
    it, as name, area on the page and centre."""

    drawn: tuple[str, ...]
    seats: tuple[tuple[str, float, Pair], ...]


@lru_cache(maxsize=256)  # of some 20 KB
def _draw_land(view: View) -> Land:
    """Kept, as many stories are of one place."""
    land: list[str] = []
    seats = []
    outlines = load_outlines()
    for (name, rings), box in zip(outlines.countries, outlines.boxes, strict=True):
        if next(_turns(box, view), None) is None:
            continue
        areas = [area for ring in rings for area in _draw_ring(ring, view, land)]
        if name and areas:
            seats.append((name, *max(areas)))
    return Land(tuple(_write_land("".join(land), view)), tuple(seats))


def _draw_ring(ring: Line, view: View, land: list[str]) -> Iterator[tuple[float, Pair]]:
    """Onto the land, where it fills enough of the page to be seen; its area and centre, where it may carry a name."""
    west, south, east, north = ring.box
    if south > view.north or north < view.south:
        return
    across, down = view.width / (view.east - view.west), view.height / (view.north - view.south)
    room = (east - west) * across * (north - south) * down  # the box around it
    if room < _LEAST_LAND:
        return
    for placed in _place_ring(ring, view):
        area = _area(placed)
        if area and area[0] > _LEAST_LAND and len(thinned := _thin(placed, view)) > 2:
            land.append(_path(thinned, closed=True))
        if area and room >= _LEAST_NAMED * view.width * view.height:
            yield area


def _write_land(land: str, view: View) -> Iterator[str]:
    yield f'<path class="map-land" d="{land}" fill="currentColor" fill-opacity=".07" fill-rule="evenodd"/>'
    outlines = load_outlines()
    for name, lines, opacity in (("map-coast", outlines.coasts, ".5"), ("map-border", outlines.borders, ".28")):
        if drawn := "".join(_draw_lines(lines, view)):
            yield (
                f'<path class="{name}" d="{drawn}" fill="none" stroke="currentColor" stroke-opacity="{opacity}" '
                'stroke-width=".8" stroke-linejoin="round"/>'
            )


def _draw_lines(lines: Sequence[Line], view: View) -> Iterator[str]:
    unit = view.height / (view.north - view.south)
    for line in lines:
        if line.box[1] > view.north or line.box[3] < view.south:
            continue
        if (line.box[2] - line.box[0] + line.box[3] - line.box[1]) * unit < 2.5:
            continue  # a speck
        for turn in _turns(line.box, view):
            for run in _seen(line, turn, view):
                yield _path(_thin(run, view))


def _seen(line: Line, turn: float, view: View) -> Iterator[list[Pair]]:
    """The runs of an arc that touch the page; the cut along the date line is no coast."""
    run: list[Pair] = []
    across, down = view.width / (view.east - view.west), view.height / (view.north - view.south)
    left, right, low = view.west - turn, view.width + 8, view.height + 8
    placed = [((lon - left) * across, (view.north - lat) * down) for lon, lat in line.pairs]
    if _lies_within(line.box, left, view):
        yield placed
        return
    for ((lon, lat), (to_lon, _)), (here, there) in zip(pairwise(line.pairs), pairwise(placed), strict=True):
        cut = lat <= -89.9 or (abs(abs(lon) - 180.0) < 0.01 and abs(abs(to_lon) - 180.0) < 0.01)
        out = (
            (here[0] < -8 and there[0] < -8)
            or (here[0] > right and there[0] > right)
            or (here[1] < -8 and there[1] < -8)
            or (here[1] > low and there[1] > low)
        )
        if cut or out:
            if len(run) > 1:
                yield run
            run = []
        else:
            run = run or [here]
            run.append(there)
    if len(run) > 1:
        yield run


def _lies_within(box: Box, left: float, view: View) -> bool:
    """Whether all of it is seen, as of most coasts near a place, so that no point needs to be looked at. left: the
    meridian of the page's edge."""
    across = view.width / (view.east - view.west)
    at_date_line = box[0] < -179.9 or box[2] > 179.9
    return (
        not at_date_line
        and box[1] > max(view.south, -89.0)
        and box[3] < view.north
        and box[0] > left
        and (box[2] - left) * across < view.width
    )


@dataclass(frozen=True, slots=True)
class Label:
    """A label as drawn, the box that it fills, and the line that leads to its marker where it stands apart."""

    box: Box
    drawn: str
    lead: str = ""


def place_labels(marks: Sequence[tuple[str, float, float, float]], *, width: int, height: int) -> list[Label]:
    """Labels for markers (name, x, y, radius), the first ones first; one that fits nowhere is left to the tooltip."""
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for _, x, y, r in marks]
    labels: list[Label] = []
    seen: set[str] = set()
    for name, x, y, radius in marks:
        if name in seen:
            continue
        seen.add(name)
        label = next(_tries(name, x, y, radius, taken, (width, height)), None)
        if label:
            taken.append(label.box)
            labels.append(label)
    return labels


def _tries(
    name: str, x: float, y: float, radius: float, taken: Sequence[Box], page: tuple[int, int]
) -> Iterator[Label]:
    """Places for a label that are free, best first: beside the marker, then further off with a line to it."""
    wide, tall = len(name) * LABEL * WIDE_LETTER, LABEL * 1.15
    for gap in (4.0, 16.0, 30.0, 46.0):
        reach = radius + gap
        for across, down in ((1, 0), (-1, 0), (1, -1), (1, 1), (-1, -1), (-1, 1), (0, -1), (0, 1)):
            mid_x = x + across * (reach + wide / 2) * (1.0 if not down else 0.9)
            mid_y = y + down * (reach + tall / 2)
            box = (mid_x - wide / 2, mid_y - tall / 2, mid_x + wide / 2, mid_y + tall / 2)
            inside = box[0] >= 2 and box[1] >= 2 and box[2] <= page[0] - 2 and box[3] <= page[1] - 2
            if inside and _is_free(box, taken):
                drawn = (
                    f'<text class="map-label" x="{mid_x:.1f}" y="{mid_y + LABEL * 0.36:.1f}" text-anchor="middle" '
                    f'fill="currentColor">{escape(name)}</text>'
                )
                to = (max(box[0], min(x, box[2])), max(box[1], min(y, box[3])))
                lead = (
                    f'<path class="map-lead" d="{_path([(x, y), to])}" stroke="currentColor" stroke-opacity=".5" '
                    'stroke-width=".7" fill="none"/>'
                )
                yield Label(box, drawn, lead if gap > 4 else "")


def _is_free(box: Box, taken: Sequence[Box]) -> bool:
    """Whether it meets none of them: looked at some thousand times where a story names a hundred places."""
    left, top, right, bottom = box
    for other_left, other_top, other_right, other_bottom in taken:
        if left < other_right and other_left < right and top < other_bottom and other_top < bottom:
            return False
    return True


def _draw_countries(view: View, labels: Sequence[Label]) -> Iterator[str]:
    """Names of the countries that fill much of the page, faint, where no label stands."""
    taken = [label.box for label in labels]
    for name, area, (x, y) in _draw_land(view).seats:
        size = LABEL * 0.85
        wide = len(name) * size * 0.75
        if area < max(_LEAST_NAMED * view.width * view.height, wide * size * 3):
            continue
        box = (x - wide / 2, y - size, x + wide / 2, y + size)
        inside = box[0] > 2 and box[2] < view.width - 2 and box[1] > 2 and box[3] < view.height - 2
        if inside and _is_free(box, taken):
            taken.append(box)
            yield (
                f'<text class="map-country" x="{x:.1f}" y="{y:.1f}" text-anchor="middle" fill="currentColor" '
                f'fill-opacity=".45" font-size="{size:g}" letter-spacing=".08em">{escape(name)}</text>'
            )


def _area(pairs: Sequence[Pair]) -> tuple[float, Pair] | None:
    """Area and centre of a ring on the page."""
    twice = x = y = 0.0
    left, up = pairs[-1] if pairs else (0.0, 0.0)
    for right, down in pairs:
        cross = left * down - right * up
        twice, x, y = twice + cross, x + (left + right) * cross, y + (up + down) * cross
        left, up = right, down
    return (abs(twice) / 2, (x / (3 * twice), y / (3 * twice))) if abs(twice) > 1.0 else None


def _by_weight(marks: Sequence[tuple[MapPoint, float, float]]) -> list[tuple[MapPoint, float, float]]:
    return sorted(marks, key=lambda mark: (-mark[0].weight, mark[0].name))


def _radius(point: MapPoint) -> float:
    return 3.0 + min(5.0, math.sqrt(max(point.weight, 0.0)))


def _draw_marks(marks: Sequence[tuple[MapPoint, float, float]]) -> Iterator[str]:
    for point, x, y in _by_weight(marks):
        told = "\n".join((point.name, *point.lines))
        yield (
            f'<circle class="map-point" cx="{x:.1f}" cy="{y:.1f}" r="{_radius(point):.1f}" fill="currentColor" '
            f'fill-opacity=".75" data-place="{escape(point.name)}"><title>{escape(told)}</title></circle>'
        )


def _draw_scale(view: View) -> Iterator[str]:
    """A bar of a round number of kilometres, lower left."""
    middle = math.radians((view.south + view.north) / 2)
    km = (view.east - view.west) * 111.2 * math.cos(middle)
    if not 0 < km < 12_000:
        return  # a bar says nothing where the scale changes over the page
    most = km / 4
    unit = 10.0 ** math.floor(math.log10(most))
    length = max(step * unit for step in (1, 2, 5) if step * unit <= most)
    end, y = 12 + length / km * view.width, view.height - 12
    yield (
        f'<g class="map-scale" fill-opacity=".6" fill="currentColor"><path d="M12 {y - 4}V{y}H{end:.1f}V{y - 4}" '
        f'fill="none" stroke="currentColor" stroke-opacity=".6"/><text x="12" y="{y - 7}" font-size="9.5">'
        f"{length:g} km</text></g>"
    )
