import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.publish.outlines import MapPoint
from tellings.publish.page.citing import Tag
from tellings.publish.page.descent import pair_evidence
from tellings.publish.page.family_tree import build_links, choose_links, draw_family_tree
from tellings.publish.page.map_points import keep_near
from tellings.publish.page.timeline import Entry, draw_timeline


def entry(number: int, start: str | None, end: str | None, kind: str = "story", precision: str = "day") -> Entry:
    return Entry(number, start, end, precision, kind, None, f"<{number}>", f"#t{number}")


ENTRIES = [
    entry(1, "1998-01-01", "1998-12-31", "background", "year"),
    entry(2, "2031-01-06", "2031-01-06"),
    entry(3, "2031-02-11", "2031-02-11"),
    entry(4, "2031-05-01", "2031-05-31", "forecast", "month"),
]


def test_days_are_dots_months_are_bars() -> None:
    drawing = str(draw_timeline(ENTRIES, [], width=860))
    found = {
        int(number): float(width)
        for width, number in re.findall(
            r'<rect x="[^"]*" y="[^"]*" width="([\d.]+)"[^>]*></rect><text[^>]*>(\d)', drawing
        )
    }
    assert found[2] == found[3] == 18
    assert found[1] > 40
    assert found[4] > 40


def test_background_is_above_the_story_below() -> None:
    drawing = str(draw_timeline(ENTRIES, [], width=860))
    axis = float(re.findall(r'class="axis"[^>]* y1="([\d.]+)"', drawing)[0])
    heights = {
        int(n): float(y) for y, n in re.findall(r'<text x="[\d.]+" y="([\d.]+)" text-anchor="middle">(\d)<', drawing)
    }
    assert heights[1] < axis < min(heights[2], heights[3], heights[4])


def test_a_long_gap_is_folded_once() -> None:
    assert str(draw_timeline(ENTRIES, [], width=860)).count('class="break"') == 1


def test_first_reports_are_rings() -> None:
    assert str(draw_timeline(ENTRIES, ["2031-03-04", "2031-03-04"], width=860)).count('class="ring"') == 1


def test_one_happening_needs_no_drawing() -> None:
    assert draw_timeline(ENTRIES[:1], [], width=860) == ""


days = st.dates().map(str)


@given(st.lists(st.tuples(days, days, st.sampled_from(["story", "background", "forecast"])), min_size=2, max_size=12))
def test_marks_stay_on_the_page_and_apart(rows: list[tuple[str, str, str]]) -> None:
    entries = [entry(n, min(a, b), max(a, b), kind) for n, (a, b, kind) in enumerate(rows)]
    root = ElementTree.fromstring(draw_timeline(entries, [rows[0][0]], width=330))
    boxes = []
    for mark in root.iter("a"):
        rect = mark.find("rect")
        assert rect is not None
        left, top = float(rect.get("x") or 0), float(rect.get("y") or 0)
        boxes.append((left, top, left + float(rect.get("width") or 0)))
    assert len(boxes) == len(rows)
    assert all(left >= -1 and right <= 331 for left, _, right in boxes)
    for n, (left, top, right) in enumerate(boxes):
        assert all(top != y or right <= x or z <= left for x, y, z in boxes[n + 1 :])


@pytest.mark.parametrize(
    ("start", "end"), [(None, "2031-01-06"), ("2031-01-06", None), (None, None), ("soon", "later")]
)
def test_open_and_unread_times_do_no_harm(start: str | None, end: str | None) -> None:
    assert draw_timeline([*ENTRIES, entry(9, start, end)], [], width=330).startswith("<svg")


def tag(number: int, letter: str, when: str) -> Tag:
    return Tag(f"r{number}", f"s1-r{number}", letter, 0, f"Outlet <{number}>", f"O{number}", when, "en", (when, number))


def link(left: int, right: int, relation: str = "copy", score: float = 0.9) -> dict[str, object]:
    return {"left": f"r{left}", "right": f"r{right}", "relation": relation, "score": score, "reason": ""}


TAGS = [tag(0, "A", "2031-03-04"), tag(1, "A", "2031-03-05"), tag(2, "B", "2031-03-06")]


def test_descent_runs_from_the_earlier_to_the_later() -> None:
    (built,) = build_links([link(1, 0)], {tag.report: tag for tag in TAGS}, "s1")
    assert (built.earlier, built.later, built.words, built.href) == ("r0", "r1", "copy of", "#s1-link1")


def test_no_direction_where_the_dates_do_not_tell() -> None:
    tags = {"r0": tag(0, "A", "9999"), "r1": tag(1, "A", "9999")}
    (built,) = build_links([link(0, 1, "derived")], tags, "s1")
    assert built.words == "same text, reworded, as"


def test_each_link_opens_its_passages() -> None:
    links = build_links([link(0, 1), link(0, 2, "quotes_other")], {tag.report: tag for tag in TAGS}, "s1")
    drawing = str(draw_family_tree(TAGS, links, narrow=False))
    assert drawing.count('href="#s1-link1"') == 2
    assert "Outlet &lt;0&gt;" in drawing
    ElementTree.fromstring(drawing)


def test_of_too_many_links_those_of_the_rows_are_kept() -> None:
    tags = [tag(n, "A", f"2031-03-04T10:{n:02}") for n in range(40)]
    pairs = [link(n, m, score=0.9 if n < 8 else 0.99) for n in range(40) for m in range(n)]
    links = build_links(pairs, {tag.report: tag for tag in tags}, "s1")
    chosen = choose_links(tags, links, most=20)
    assert len(chosen) == 20
    assert {links[number].later for number in chosen} >= {f"r{n}" for n in range(1, 8)}
    assert chosen == sorted(chosen)
    assert choose_links(tags, links, most=len(links)) == list(range(len(links)))


def place(report: int, start: int, end: int) -> dict[str, object]:
    return {"report": f"r{report}", "start": start, "end": end}


def test_passages_stay_beside_those_that_they_were_found_with() -> None:
    evidence = [place(0, 50, 60), place(1, 0, 10), place(0, 0, 40), place(1, 60, 100), place(1, 200, 220)]
    assert pair_evidence(evidence, "r0") == [
        (place(0, 0, 40), place(1, 60, 100)),
        (place(0, 50, 60), place(1, 0, 10)),
        (None, place(1, 200, 220)),
    ]
    within = [*evidence, place(1, 70, 90), place(0, 10, 30), place(0, 5, 20), place(1, 5, 20)]
    assert len(pair_evidence(within, "r0")) == 4, "what a pair holds on both sides is not shown again"


def test_a_hundred_copies_stay_readable() -> None:
    tags = [tag(n, "A", f"2031-03-04T10:{n % 60:02}") for n in range(100)]
    pairs = [link(n, m) for n in range(100) for m in range(n)]
    links = build_links(pairs, {tag.report: tag for tag in tags}, "s1")
    drawing = str(draw_family_tree(tags, links, narrow=True))
    assert drawing.count("<circle") == 8
    assert "and 92 more" in drawing
    assert len(drawing) < 30_000


def test_far_points_seldom_named_stay_off_the_map() -> None:
    near = [MapPoint("Halmar", 60.8, 11.0, 9), MapPoint("Ostervik", 61.0, 12.0, 4), MapPoint("Pellworm", 60.0, 10.5, 2)]
    far = MapPoint("Quito", -0.2, -78.5, 1)
    assert keep_near([*near, far]) == near


def test_two_far_places_that_both_matter_stay() -> None:
    points = [
        MapPoint("Halmar", 60.8, 11.0, 5),
        MapPoint("Quito", -0.2, -78.5, 5),
        MapPoint("Guayaquil", -2.2, -79.9, 5),
    ]
    assert keep_near(points) == points
