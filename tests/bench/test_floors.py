"""A figure below its floor, above its ceiling or missing is reported; others are not."""

from bench.floors import find_shortfalls, parse_figures


def test_figures_are_read_from_the_last_line() -> None:
    assert parse_figures("clean pages=181 f1=0.971 model=small") == {"pages": 181.0, "f1": 0.971}


def test_shortfalls() -> None:
    bench = {"floor": {"f1": 0.97, "recall": 0.9}, "ceiling": {"seconds": 10}}
    assert find_shortfalls(bench, {"f1": 0.97, "recall": 0.95, "seconds": 10.0}) == []
    assert find_shortfalls(bench, {"f1": 0.96, "seconds": 11.0}) == [
        "f1 is 0.96, its floor 0.97",
        "recall is missing, its floor 0.9",
        "seconds is 11.0, its ceiling 10",
    ]
