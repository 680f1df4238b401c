"""Which claims stand over one another is what every two of them say of it."""

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tellings.align.overlaps import find_overlaps
from tellings.records import Span


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 12), st.integers(1, 6)), max_size=12))
def test_overlaps_are_those_that_each_two_have(places: list[tuple[str, int, int]]) -> None:
    spans = [Span(report, start, start + length) for report, start, length in places]
    sides: list[Any] = [SimpleNamespace(report=span.report, claim=SimpleNamespace(span=span)) for span in spans]
    expected = [{m for m, other in enumerate(spans) if m == n or span.overlap(other)} for n, span in enumerate(spans)]
    assert [set(found) for found in find_overlaps(sides)] == expected
