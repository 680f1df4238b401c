"""What was met before is known again, in few bytes."""

import tracemalloc

from hypothesis import given
from hypothesis import strategies as st

from tellings.ingest.seen import Seen


@given(st.lists(st.text(max_size=3), max_size=60))
def test_it_knows_what_a_set_knows(names: list[str]) -> None:
    seen, known = Seen(), set()
    for name in names:
        assert seen.add(name) is (name not in known)
        known.add(name)


def test_many_take_few_bytes_each() -> None:
    tracemalloc.start()
    seen = Seen()
    assert all(seen.add(f"capture-{number}") for number in range(30_000))
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 30_000 * 25
    assert not any(seen.add(f"capture-{number}") for number in range(0, 30_000, 7))
