"""What a source hands on: bytes with their origin, before it is known what they are; and the records made of them."""

import hashlib
import io
from dataclasses import dataclass
from pathlib import PurePosixPath

from tellings.ingest.config import ReadConfig
from tellings.ingest.tape import Meter, Tape
from tellings.records import Capture, Drop, make_id
from tellings.text.plain import drop_unshown, show_plain

STAGE = "ingest"


@dataclass(frozen=True, slots=True)
class Received:
    """`origin` is the path or address as the user would recognise it; `declared` the media type that came with it.

    hints: what the container knew, as in Capture. depth: archives that it was taken out of. tape: where the bytes come
    from as long as they were not read; readers of single pages find them whole in `content`, readers of archives and
    long lists (`formats.STREAMED`) take them from `open`.
    """

    origin: str
    content: bytes
    declared: str | None = None
    fetched: str | None = None
    hints: tuple[tuple[str, str], ...] = ()
    depth: int = 0
    tape: Tape | None = None

    def open(self, config: ReadConfig) -> Tape:
        """The bytes from their start, to be read once and piece by piece."""
        if self.tape is not None:
            return self.tape
        file = io.BytesIO(self.content)
        return Tape(file, Meter(config), file=file, packed=True)

    @property
    def file_name(self) -> str:
        """The last part of the origin."""
        bare = self.origin.split("?")[0].split("#")[0] if "://" in self.origin else self.origin
        return PurePosixPath(bare.replace("\\", "/")).name or self.origin

    @property
    def name(self) -> str:
        """The same without `.gz`: what a file is called wherever it lies, packed or not."""
        return self.file_name.removesuffix(".gz") or self.file_name


def make_capture(received: Received, media_type: str) -> Capture:
    """The capture; its id rests on content and name, so that it does not change with the folder the file lies in."""
    digest = hashlib.sha256(received.content).hexdigest()
    name = received.origin if "://" in received.origin else received.name
    return Capture(
        id=make_id("capture", name, digest),
        origin=show_plain(received.origin),
        media_type=media_type,
        fetched=received.fetched,
        digest=digest,
        content=received.content,
        hints=tuple((hint, drop_unshown(value)) for hint, value in received.hints),
    )


def make_drop(origin: str, reason: str, *, detail: str = "") -> Drop:
    """A Drop of this room."""
    number = make_id("drop", STAGE, origin, reason, detail)
    return Drop(number, show_plain(origin), STAGE, show_plain(reason), show_plain(detail))


def why_too_long(limit: int) -> str:
    """What to say of more text than one report has."""
    return f"it holds more than {show_size(limit)} of text, too much for one report"


def why_too_large(limit: int) -> str:
    """What to say of more bytes than are read of one input."""
    return f"it is larger than {show_size(limit)}, the limit"


def why_unreadable(error: OSError) -> str:
    """What to say of what the system does not let us read."""
    return f"it cannot be read: {(error.strerror or str(error)).lower()}"


def show_size(count: int) -> str:
    """A number of bytes for a person: 20 MB, 1.5 kB."""
    for unit, size in (("MB", 1024 * 1024), ("kB", 1024)):
        if count >= size:
            return f"{count / size:.3g} {unit}"
    return f"{count} bytes"
