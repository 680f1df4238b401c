"""Bytes in, what is read and cleaned of them out, or an error that says which promise is broken: a target a format.

Each `fuzz_<format>` takes bytes as that format whatever they are, so that a fuzzer need not hit upon its first bytes.
usage: python bench/fuzz.py FORMAT FOLDER [options of libFuzzer]   with atheris installed; FOLDER keeps what it finds
"""

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tellings.clean.pages import read_report
from tellings.ingest import ReadConfig
from tellings.ingest.formats import open_received, read_as
from tellings.ingest.received import Received
from tellings.records import Capture, Drop, Interval, Report
from tellings.text.plain import show_plain

# Small bounds, so that a fuzzer reaches them; what they are does not change which promises hold.
CONFIG = ReadConfig(max_bytes=2_000_000, max_text_bytes=400_000, max_archive_bytes=20_000_000, max_members=500)


class BrokenPromiseError(AssertionError):
    """A record that is not as records have to be, or an input of which nothing is heard again."""


@dataclass(slots=True)
class Outcome:
    """What became of an input."""

    reports: list[Report] = field(default_factory=list)
    drops: list[Drop] = field(default_factory=list)


def read_sniffed(origin: str, content: bytes, *, config: ReadConfig = CONFIG) -> Outcome:
    """Read and clean bytes that lie under this name."""
    return _follow(origin, open_received(Received(origin, content), config))


def read_forced(media_type: str, content: bytes, *, config: ReadConfig = CONFIG) -> Outcome:
    """Read and clean bytes as that format."""
    origin = f"folder/input.{media_type.rpartition('/')[2]}"
    return _follow(origin, read_as(media_type, Received(origin, content), config))


def _follow(origin: str, pieces: Iterable[Capture | Drop]) -> Outcome:
    outcome = Outcome()
    for piece in pieces:
        if isinstance(piece, Capture):
            check_capture(piece)
        record = read_report(piece) if isinstance(piece, Capture) else piece
        if isinstance(record, Drop):
            check_drop(record, origin)
            outcome.drops.append(record)
        else:
            check_report(record)
            outcome.reports.append(record)
    if not outcome.reports and not outcome.drops:
        raise BrokenPromiseError(f"nothing is heard of {origin}")
    return outcome


def check_capture(capture: Capture) -> None:
    """A capture has a name that can be shown, and hints that can be written."""
    _require(bool(capture.origin) and capture.origin == show_plain(capture.origin), "a capture without a plain name")
    _require(isinstance(capture.content, bytes), "a capture without bytes")
    _require(all(isinstance(part, str) for hint in capture.hints for part in hint), "a hint that is no wording")


def check_drop(drop: Drop, origin: str = "") -> None:
    """A drop names the input, and says why in words for a person."""
    _require(len(drop.reason.split()) >= 2 and not drop.reason.startswith("Traceback"), "a drop without a reason")
    named = origin.removesuffix(".gz") in drop.capture or drop.capture.startswith(("http://", "https://"))
    _require(bool(drop.capture) and named, f"a drop that does not name {origin}: {drop.capture!r}")
    for wording in (drop.capture, drop.reason, drop.detail):
        _require_writable(wording, "drop")
    _require(drop.capture == show_plain(drop.capture), "a drop whose name steers the terminal")


def check_report(report: Report) -> None:
    """A report has a text, can be written, and its parts lie in it."""
    _require(bool(report.text.strip()) and bool(report.language) and bool(report.origin), "a report without text")
    if report.title:
        _require(report.text.startswith(f"{report.title}\n\n"), "a title that does not head the text")
        _require(bool(report.title.strip()) and "\n" not in report.title, "a title of no or several lines")
    _require(0 <= report.body_start <= len(report.text), "a body that starts outside the text")
    for caption in report.captions:
        _require(bool(caption.strip()), "a caption without words")
    wordings = (report.text, report.title, report.outlet, report.byline, report.url, report.dateline, report.section)
    for wording in (*wordings, report.language, report.origin, *report.credits, *report.captions, *report.disclaimers):
        _require_writable(wording or "", "report")
    for piece in report.furniture:
        _require(bool(piece.kind) and bool(piece.text.strip()), "furniture without kind or text")
        _require_writable(piece.text, "furniture")
    for when in (report.published, report.modified):
        _require(when is None or _is_sound(when), f"a time that is none: {when}")


def _is_sound(when: Interval) -> bool:
    return (not when.start or not when.end or when.start <= when.end) and when.first_day() is not None


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise BrokenPromiseError(otherwise)


def _require_writable(wording: str, of: str) -> None:
    try:
        wording.encode("utf-8")
    except UnicodeEncodeError as error:
        raise BrokenPromiseError(f"a {of} that cannot be written: {error}") from error
    _require("\x00" not in wording, f"a {of} with a zero byte")


def fuzz_plain_text(content: bytes) -> Outcome:
    """Plain text."""
    return read_forced("text/plain", content)


def fuzz_markdown(content: bytes) -> Outcome:
    """Markdown."""
    return read_forced("text/markdown", content)


def fuzz_html(content: bytes) -> Outcome:
    """HTML."""
    return read_forced("text/html", content)


def fuzz_xhtml(content: bytes) -> Outcome:
    """XHTML."""
    return read_forced("application/xhtml+xml", content)


def fuzz_mhtml(content: bytes) -> Outcome:
    """A page saved with its pictures."""
    return read_forced("multipart/related", content)


def fuzz_email(content: bytes) -> Outcome:
    """An e-mail."""
    return read_forced("message/rfc822", content)


def fuzz_json(content: bytes) -> Outcome:
    """JSON."""
    return read_forced("application/json", content)


def fuzz_json_lines(content: bytes) -> Outcome:
    """JSON Lines."""
    return read_forced("application/x-ndjson", content)


def fuzz_pdf(content: bytes) -> Outcome:
    """PDF."""
    return read_forced("application/pdf", content)


def fuzz_csv(content: bytes) -> Outcome:
    """A table of values with commas or the like between them."""
    return read_forced("text/csv", content)


def fuzz_tsv(content: bytes) -> Outcome:
    """A table of values with tabs between them."""
    return read_forced("text/tab-separated-values", content)


def fuzz_parquet(content: bytes) -> Outcome:
    """A Parquet table."""
    return read_forced("application/vnd.apache.parquet", content)


def fuzz_rss(content: bytes) -> Outcome:
    """An RSS feed."""
    return read_forced("application/rss+xml", content)


def fuzz_atom(content: bytes) -> Outcome:
    """An Atom feed."""
    return read_forced("application/atom+xml", content)


def fuzz_zip(content: bytes) -> Outcome:
    """A zip file."""
    return read_forced("application/zip", content)


def fuzz_gzip(content: bytes) -> Outcome:
    """A gzip file."""
    return read_forced("application/gzip", content)


def fuzz_warc(content: bytes) -> Outcome:
    """A crawl archive."""
    return read_forced("application/warc", content)


# By the media type as `formats.READERS` has it; a test holds that there is one for each.
TARGETS: dict[str, Callable[[bytes], Outcome]] = {
    "text/plain": fuzz_plain_text,
    "text/markdown": fuzz_markdown,
    "text/html": fuzz_html,
    "application/xhtml+xml": fuzz_xhtml,
    "multipart/related": fuzz_mhtml,
    "message/rfc822": fuzz_email,
    "application/json": fuzz_json,
    "application/x-ndjson": fuzz_json_lines,
    "application/pdf": fuzz_pdf,
    "text/csv": fuzz_csv,
    "text/tab-separated-values": fuzz_tsv,
    "application/vnd.apache.parquet": fuzz_parquet,
    "application/rss+xml": fuzz_rss,
    "application/atom+xml": fuzz_atom,
    "application/zip": fuzz_zip,
    "application/gzip": fuzz_gzip,
    "application/warc": fuzz_warc,
}


def main() -> None:
    """Run the coverage-guided fuzzer on one format."""
    import atheris  # type: ignore[import-not-found,import-untyped,unused-ignore]

    name, *options = sys.argv[1:]
    target = next(target for target in TARGETS.values() if target.__name__ == f"fuzz_{name}")
    atheris.Setup([sys.argv[0], *options], lambda content: target(content) and None)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
