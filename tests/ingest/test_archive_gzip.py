"""A gzip file is unpacked as it is read, over all its members, within bounds."""

import gzip
from pathlib import Path

from tests.ingest.test_archive_zip import TEXT, pack

from tellings.ingest import ReadConfig, read_captures
from tellings.ingest.archive_gzip import Unpacking
from tellings.ingest.tape import Meter, Tape
from tellings.records import Capture, Drop


def read(tmp_path: Path, name: str, content: bytes, config: ReadConfig | None = None) -> list[Capture | Drop]:
    (tmp_path / name).write_bytes(content)
    return list(read_captures([str(tmp_path / name)], config=config or ReadConfig()))


def test_members_are_one_file_and_what_follows_is_left(tmp_path: Path) -> None:
    content = gzip.compress(TEXT) + gzip.compress(b"") + gzip.compress(b"The end.\n") + bytes(512)
    (capture,) = read(tmp_path, "a.txt.gz", content)
    assert isinstance(capture, Capture)
    assert capture.content == TEXT + b"The end.\n"
    assert capture.origin.endswith("/a.txt.gz")


def test_cut_or_damaged_packing_is_named(tmp_path: Path) -> None:
    content = gzip.compress(TEXT)
    (drop,) = read(tmp_path, "a.txt.gz", content[:-9])
    assert isinstance(drop, Drop)
    assert drop.reason == "its gzip packing is cut off" and drop.capture.endswith("/a.txt.gz")
    (drop,) = read(tmp_path, "a.txt.gz", content[:30] + b"\xff\xff" + content[32:])
    assert isinstance(drop, Drop)
    assert drop.reason == "its gzip packing is damaged"


def test_a_page_that_unpacks_too_large(tmp_path: Path) -> None:
    (drop,) = read(tmp_path, "a.txt.gz", gzip.compress(b"a" * 3_000_000), ReadConfig(max_bytes=100_000))
    assert isinstance(drop, Drop)
    assert drop.reason == "it is larger than 97.7 kB, the limit"


def test_a_zip_in_a_gzip(tmp_path: Path) -> None:
    (capture,) = read(tmp_path, "a.zip.gz", gzip.compress(pack([("a.txt", TEXT)])))
    assert isinstance(capture, Capture)
    assert capture.origin.endswith("/a.zip.gz/a.txt")


def test_little_is_unpacked_ahead() -> None:
    class Source:
        taken = 0

        def read(self, count: int, /) -> bytes:
            self.taken += count
            return packed.pop(0) if packed else b""

    whole = gzip.compress(b"a" * 50_000_000)
    packed = [whole[at : at + 1000] for at in range(0, len(whole), 1000)]
    meter = Meter(ReadConfig())
    tape = Tape(Unpacking(Tape(Source(), meter, packed=True)), meter)
    assert tape.read(10) == b"a" * 10
    assert meter.unpacked <= 65_536
