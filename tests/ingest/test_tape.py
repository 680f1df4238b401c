"""A tape gives the bytes that were wound on it, in order, however they are asked for."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.ingest import ReadConfig
from tellings.ingest.tape import BombError, DamagedError, Meter, Tape, lay_aside

CONFIG = ReadConfig()


def wind(content: bytes) -> Tape:
    return Tape(io.BytesIO(content), Meter(CONFIG), packed=True)


@given(st.binary(max_size=400), st.lists(st.tuples(st.sampled_from("prb"), st.integers(0, 90)), max_size=30))
def test_reading_looking_and_putting_back(content: bytes, steps: list[tuple[str, int]]) -> None:
    tape, at = wind(content), 0
    for step, count in steps:
        if step == "p":
            assert tape.peek(count) == content[at : at + count]
        else:
            found = tape.read(count)
            assert found == content[at : at + count]
            at += len(found)
        if step == "b":
            tape.put_back(found)
            at -= len(found)
        assert tape.at == at
    assert tape.read(1000) == content[at:]
    assert tape.meter.packed == len(content)


@given(st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line and not line.endswith(b"\r")), min_size=1))
def test_lines(lines: list[bytes]) -> None:
    assert list(wind(b"\n".join([*lines, b""])).lines(100)) == lines


def test_a_line_that_is_too_long_is_passed_over() -> None:
    assert list(wind(b"a\n" + b"b" * 300_000 + b"\nc\r\nd").lines(1000)) == [b"a", None, b"c", b"d"]
    assert list(wind(b"a" * 200_000).lines(1000)) == [None]


def test_what_is_laid_aside_is_whole_and_bounded() -> None:
    with lay_aside(wind(b"harbour" * 99), CONFIG) as copy:
        copy.seek(7)
        assert copy.read() == b"harbour" * 98
    with (
        pytest.raises(DamagedError, match="larger than the limit"),
        lay_aside(wind(b"a" * 99), ReadConfig(max_spool_bytes=9)),
    ):
        pass


def test_the_meter_takes_any_size_and_no_ratio_beyond_the_limit() -> None:
    meter = Meter(ReadConfig(max_archive_bytes=1000, max_ratio=10))
    meter.packed = 10**12
    meter.add_unpacked(10**13)
    with pytest.raises(BombError):
        meter.add_unpacked(1)
    small = Meter(ReadConfig(max_archive_bytes=1000, max_ratio=10))
    small.packed = 1
    small.add_unpacked(1000)
