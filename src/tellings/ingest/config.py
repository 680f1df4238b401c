"""Bounds on what is read from outside; one frozen record, handed to every reader."""

from dataclasses import dataclass

from tellings.errors import CallError
from tellings.ingest.fields import check_field

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """How much is read, and from where. There is no limit on the size of an archive: it is read piece by piece.

    max_bytes: the largest page, file or record; max_text_bytes: the longest plain text, as a book is no report;
    max_archive_bytes: what an input may unpack to whatever its own size, and max_ratio how many times its own size
    beyond that; max_members: files in a zip file; max_spool_bytes: the largest zip file that has to be copied to disk
    to be read, as it comes from standard input or lies in another archive; max_depth: archives inside archives;
    max_files: files under one folder; timeout: seconds for one address in all; max_redirects: how often an address may
    point elsewhere; allow_private: addresses on this machine or network; max_rows: articles in one export or table;
    fields: where exports and tables keep what, as pairs of our name (see `fields.py`) and theirs; of several pairs for
    one name the first that an article has counts, what no pair names is found by the usual names.
    """

    max_bytes: int = 20 * _MEBIBYTE
    max_text_bytes: int = 2 * _MEBIBYTE  # some 350,000 words, of which the first are read closely
    max_archive_bytes: int = 500 * _MEBIBYTE
    max_ratio: int = 100  # pages shrink to a tenth or, where nearly alike and packed in one, to a sixtieth
    max_members: int = 200_000
    max_spool_bytes: int = 8192 * _MEBIBYTE
    max_depth: int = 3
    max_files: int = 100_000
    timeout: float = 30.0
    max_redirects: int = 5
    allow_private: bool = False
    max_rows: int = 100_000
    fields: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        above_zero = (
            "max_bytes", "max_text_bytes", "max_archive_bytes", "max_ratio", "max_members", "max_spool_bytes",
            "max_files", "timeout", "max_rows",
        )  # fmt: skip
        for name in above_zero:
            if getattr(self, name) <= 0:
                raise CallError(f"{name}={getattr(self, name)!r}: give a number above zero")
        for ours, theirs in self.fields:
            check_field(ours, theirs)
