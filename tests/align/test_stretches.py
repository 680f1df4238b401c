"""Records found by where they stand: those that a plain look at each of them finds, in the order of their places."""

from hypothesis import given
from hypothesis import strategies as st

from tellings.align.stretches import Stretches, span_of
from tellings.records import Quantity, Span

SPANS = st.builds(
    lambda report, start, length: Span(report, start, start + length),
    st.sampled_from(["a", "b"]),
    st.integers(0, 30),
    st.integers(1, 9),
)


@given(st.lists(SPANS, max_size=12), SPANS)
def test_those_within_a_span_are_found(spans: list[Span], asked: Span) -> None:
    found = Stretches(spans, lambda span: span).within(asked)
    assert found == [span for span in sorted(spans) if asked.holds(span)]


@given(st.lists(SPANS, max_size=12), SPANS)
def test_those_that_overlap_with_a_span_are_found(spans: list[Span], asked: Span) -> None:
    found = Stretches(spans, lambda span: span).touching(asked)
    assert found == [span for span in sorted(spans) if span.overlap(asked)]


def test_of_two_in_one_place_the_first_stays_first() -> None:
    both = [Quantity(name, Span("a", 3, 5), 1.0, 1.0, "", "", "exactly") for name in ("z", "y")]
    assert Stretches(both, span_of).within(Span("a", 0, 9)) == both
