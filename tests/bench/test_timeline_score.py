"""Temporal awareness of timelines, on lines written for these tests."""

from bench.timeline_score import Line, read_timeline, score_timeline, score_timelines

GOLD = [
    Line(0, "XXXX-XX-XX", ("1-9-hoped",)),
    Line(1, "2020-01-XX", ("1-2-built",)),
    Line(2, "2020-03-04", ("1-3-sold", "2-1-sale")),
    Line(3, "2021-XX-XX", ("1-4-sank",)),
]


def test_a_timeline_agrees_with_itself_and_unplaced_lines_do_not_count() -> None:
    counts = score_timeline(GOLD[1:], GOLD)
    assert (counts.ours, counts.gold) == (6, 6)  # four dates, two steps; that the sale is the sale follows
    assert counts.rates() == (100.0, 100.0, 100.0)


def test_steps_over_what_is_missing_follow_from_the_gold() -> None:
    counts = score_timeline([GOLD[1], Line(2, "2021-XX-XX", ("1-4-sank",))], GOLD)
    assert (counts.ours, counts.held) == (3, 3)
    assert counts.found == 2


def test_wrong_date_and_wrong_order_cost() -> None:
    counts = score_timeline([Line(1, "2021-XX-XX", ("1-4-sank",)), Line(2, "2020-01-01", ("1-2-built",))], GOLD)
    assert (counts.ours, counts.held) == (3, 1)


def test_contradicting_links_are_counted_and_imply_nothing() -> None:
    twice = [Line(1, "2020-01-XX", ("1-2-built",)), Line(2, "2020-01-XX", ("1-3-sold",))]
    assert score_timeline(twice, GOLD).ours == 3


def test_sums_over_timelines() -> None:
    counts = score_timelines([(GOLD, GOLD), ([], GOLD)])
    assert (counts.held, counts.gold) == (6, 12)


def test_reads_the_task_format() -> None:
    text = "Marlin\n0\tXXXX-XX-XX\t7-2-hoped\n1\t2020\t7-3-sold\t8-1-sale\n\nbroken line\n"
    assert read_timeline(text) == [Line(0, "XXXX-XX-XX", ("7-2-hoped",)), Line(1, "2020", ("7-3-sold", "8-1-sale"))]
