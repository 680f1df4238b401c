"""An e-mail or a saved page (MHTML): bytes in, its readable part out, with what its header tells as hints."""

import email
import email.policy
from collections.abc import Iterator
from email.message import EmailMessage
from typing import cast

from tellings.ingest.config import ReadConfig
from tellings.ingest.received import Received, make_capture, make_drop
from tellings.records import Capture, Drop

_HEADERS = (
    ("title", "subject"),
    ("published", "date"),
    ("url", "snapshot-content-location"),
    ("url", "content-location"),
)
_MOST_PARTS = 2000


def read_message(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """A newsletter: its HTML part, else its plain text; sender as a hint."""
    yield _read_parts(received, sender=True)


def read_saved_page(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """A page saved by a browser: its first HTML part."""
    yield _read_parts(received, sender=False)


def _read_parts(received: Received, *, sender: bool) -> Capture | Drop:
    try:
        message = email.message_from_bytes(received.content, policy=email.policy.default)
        parts = [part for _, part in zip(range(_MOST_PARTS), message.walk(), strict=False)]
        for wanted in ("text/html", "text/plain"):
            for part in parts:
                if part.get_content_type() == wanted and (content := _content_of(part)).strip():
                    piece = Received(
                        received.origin, content.encode("utf-8", "replace"), None, received.fetched,
                        received.hints + _hints_of(message, sender=sender),
                    )  # fmt: skip
                    return make_capture(piece, wanted)
    except Exception as error:  # the library fails in many ways on damaged header lines
        return make_drop(received.origin, "it is a damaged e-mail or saved page", detail=str(error))
    return make_drop(received.origin, "it is an e-mail or saved page without text")


def _content_of(part: object) -> str:
    """The text of a part; a wrong or unknown charset costs letters, not the part."""
    content = cast(EmailMessage, part).get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = cast(EmailMessage, part).get_content_charset() or "utf-8"
    try:
        return content.decode(charset, "replace")
    except LookupError:
        return content.decode("utf-8", "replace")


def _hints_of(message: EmailMessage, *, sender: bool) -> tuple[tuple[str, str], ...]:
    hints: dict[str, str] = {}
    for name, header in (*_HEADERS, *((("outlet", "from"),) if sender else ())):
        value = _header_of(message, header)
        if value and name not in hints:
            hints[name] = value.split("<")[0].strip(' "') or value if name == "outlet" else value
    return (("charset", "utf-8"), *hints.items())


def _header_of(message: EmailMessage, name: str) -> str:
    """The value of a header; one that is damaged costs itself, not the message."""
    try:
        return str(message.get(name, "")).strip()
    except Exception:  # as above: OverflowError for a time zone of many digits, IndexError for an open comment, …
        return ""
