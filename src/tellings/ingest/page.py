"""A page of plain text, Markdown or HTML: bytes in, one capture out as it is."""

from collections.abc import Iterator

from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_capture
from tellings.records import Capture


def read_text(received: Received, config: ReadConfig) -> Iterator[Capture]:
    """Plain text."""
    yield make_capture(received, "text/plain")


def read_markdown(received: Received, config: ReadConfig) -> Iterator[Capture]:
    """Markdown."""
    yield make_capture(received, "text/markdown")


def read_html(received: Received, config: ReadConfig) -> Iterator[Capture]:
    """HTML or XHTML."""
    yield make_capture(received, "text/html")
