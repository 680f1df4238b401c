"""The index of keys: who had a key last, however many there are."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tellings.trace_copies.keys import HELD, KeyIndex


def keys(*numbers: int) -> "np.ndarray[tuple[int], np.dtype[np.uint64]]":
    return np.array(numbers, dtype=np.uint64)


def holders(index: KeyIndex, key: int) -> set[int]:
    return {number for number in index.find(keys(key))[0].tolist() if number >= 0}


def test_a_common_key_keeps_its_last_holders() -> None:
    index = KeyIndex()
    for number in range(100):
        index.add(keys(7 << 20), number)
    assert holders(index, 7 << 20) == set(range(100 - HELD, 100))
    assert holders(index, 8 << 20) == set()


def test_what_was_put_in_is_found_again_after_the_table_has_doubled() -> None:
    index, random = KeyIndex(), np.random.default_rng(1)
    given_keys = random.integers(0, 1 << 63, (40_000, 40), dtype=np.uint64)
    room = index.room
    for number, row in enumerate(given_keys):
        index.add(row, number)
    assert index.room > room
    found = [float((index.find(given_keys[number]) == number).any(axis=1).mean()) for number in range(0, 40_000, 400)]
    assert sum(found) > 0.97 * len(found)  # a row that is full gives up its oldest


@given(st.lists(st.lists(st.integers(0, 1 << 40), min_size=1, max_size=30, unique=True), max_size=12))
def test_the_last_holders_of_every_key_are_those_that_had_it(rows: list[list[int]]) -> None:
    index = KeyIndex()
    spread = [[(key * 0x9E3779B97F4A7C15) % (1 << 64) for key in row] for row in rows]
    for number, row in enumerate(spread):
        index.add(keys(*row), number)
    for key in {key for row in spread for key in row}:
        had = [number for number, row in enumerate(spread) if key in row]
        assert holders(index, key) == set(had[-HELD:])
