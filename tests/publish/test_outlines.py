"""The map: every point inside, labels apart, nothing asked from elsewhere, the date line crossed."""

import re
import xml.etree.ElementTree as ET

from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.publish.outlines import MapPoint, count_on, find_view, load_outlines, place_labels, render_map

GULF = (MapPoint("Lomé", 6.13, 1.22, 5), MapPoint("Cotonou", 6.37, 2.43, 2), MapPoint("Grand-Popo", 6.28, 1.82, 1))


def circles(svg: str) -> list[tuple[float, float]]:
    return [(float(c.attrib["cx"]), float(c.attrib["cy"])) for c in ET.fromstring(svg).iter("circle")]


def test_each_point_is_marked_inside_the_page_with_its_name_and_lines() -> None:
    svg = render_map([*GULF, MapPoint("Aného", 6.23, 1.6, 1, ("said to lie <here>", "in two reports"))])
    assert len(circles(svg)) == 4
    assert all(0 < x < 640 and 0 < y < 400 for x, y in circles(svg))
    told = [title.text for title in ET.fromstring(svg).iter("title")]
    assert "Aného\nsaid to lie <here>\nin two reports" in told


def test_nothing_is_asked_from_elsewhere_and_no_colour_is_fixed() -> None:
    svg = render_map(GULF)
    assert not re.search(r"https?:|<script|<image|url\(|#[0-9a-f]{3}", svg)


def test_one_point_is_shown_with_its_surroundings() -> None:
    svg = render_map([MapPoint("Male", 4.17, 73.5)], width=300, height=200)
    ((x, y),) = circles(svg)
    assert abs(x - 150) < 1
    assert abs(y - 100) < 1


def test_points_on_both_sides_of_the_date_line_lie_close_together() -> None:
    view = find_view([MapPoint("Suva", -18.1, 178.4), MapPoint("Apia", -13.8, -171.8)], width=640, height=400)
    assert view.east - view.west < 40
    (west, _), (east, _) = circles(render_map([MapPoint("Suva", -18.1, 178.4), MapPoint("Apia", -13.8, -171.8)]))[::-1]
    assert west < east or abs(west - east) < 640
    assert not re.search(r"M-?\d+\.\d \d+\.\dL-?\d{4,}", render_map([MapPoint("Suva", -18.1, 178.4)]))


def test_labels_do_not_collide_and_a_label_without_room_is_left_out() -> None:
    marks = [(f"Village {n}", 100.0 + n % 5, 100.0 + n // 5, 4.0) for n in range(40)]
    boxes = [label.box for label in place_labels(marks, width=640, height=400)]
    assert 5 < len(boxes) < 40
    for n, one in enumerate(boxes):
        for other in boxes[n + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_no_point_gives_no_map() -> None:
    assert render_map([]) == ""
    assert render_map([MapPoint("Nowhere", float("nan"), 0.0)]) == ""


def test_outlines_hold_the_world_in_little_room() -> None:
    names = {name for name, _ in load_outlines().countries}
    assert {"Kosovo", "Togo", "Fiji", "Peru"} <= names
    assert len(render_map([MapPoint("Lima", -12, -77), MapPoint("Tokyo", 35.7, 139.7)])) < 400_000


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(st.floats(-90, 90), st.floats(-180, 180)), min_size=1, max_size=6))
def test_any_points_lie_on_the_page(places: list[tuple[float, float]]) -> None:
    points = [MapPoint(str(n), lat, lon) for n, (lat, lon) in enumerate(places)]
    view = find_view(points, width=640, height=400)
    for point in points:
        x, y = view.place(count_on(point.lon, view.west), point.lat)
        assert -1 <= x <= 641
        assert -1 <= y <= 401
