"""Bounds on what is read from outside; one frozen record, handed to every reader."""

from dataclasses import dataclass

from tellings.errors import CallError

_MEBIBYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class ReadConfig:
    """How much is read, and from where.

    max_bytes: the largest page or file; max_text_bytes: the longest plain text, as a book is no report;
    max_archive_bytes: what one archive may unpack to; max_members: files in it; max_depth: archives inside archives;
    max_files: files under one folder; timeout: seconds for one address in all; max_redirects: how often an address may
    point elsewhere; allow_private: addresses on this machine or network.
    """

    max_bytes: int = 20 * _MEBIBYTE
    max_text_bytes: int = _MEBIBYTE // 2  # some 80,000 words
    max_archive_bytes: int = 500 * _MEBIBYTE
    max_members: int = 20_000
    max_depth: int = 2
    max_files: int = 100_000
    timeout: float = 30.0
    max_redirects: int = 5
    allow_private: bool = False

    def __post_init__(self) -> None:
        for name in ("max_bytes", "max_text_bytes", "max_archive_bytes", "max_members", "max_files", "timeout"):
            if getattr(self, name) <= 0:
                raise CallError(f"{name}={getattr(self, name)!r}: give a number above zero")
