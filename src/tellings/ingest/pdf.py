"""A PDF: bytes in, a capture of its text in reading order out.

It is opened in a process of its own, with bounds on time and memory, so that a file that breaks the reader or holds it
up costs a Drop and not the run.
"""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from tellings.ingest.config import ReadConfig
from tellings.ingest.pdf_layout import Laid, lay_out, parse_sheets
from tellings.ingest.received import Received, make_capture, make_drop, why_too_long
from tellings.records import Capture, Drop

_LONGEST = 60.0  # seconds
_MOST_OUTPUT = 200 * 1024 * 1024
# Titles that programmes put there of themselves: a file's name, or what the file was before.
_MADE_UP = re.compile(
    r"\S+\.\w{2,5}$|.*\.(?:docx?|odt|indd|qxp|pdf|html?|rtf|txt)$|microsoft word|untitled|about:blank", re.I
)
_CREATED = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?(?:([+-])(\d\d)'?(\d\d)?|(Z))?)?")


def read_pdf(received: Received, config: ReadConfig) -> Iterator[Capture | Drop]:
    """The whole as one report."""
    told = _open_apart(received.content, config.max_text_bytes)
    if isinstance(told, str):
        yield make_drop(received.origin, told)
        return
    if told.get("refused"):
        yield make_drop(received.origin, f"it is a PDF, but {told['refused']}")
        return
    laid = lay_out(parse_sheets(told["pages"]), title=told["title"])
    text = "\n\n".join(laid.paragraphs)
    content = text.encode("utf-8", "replace")
    if not text.strip():
        yield make_drop(received.origin, "it is a PDF, but there is no text on its pages")
    elif len(content) > config.max_text_bytes:
        yield make_drop(received.origin, why_too_long(config.max_text_bytes))
    else:
        hints = {name: value for name, value in received.hints if name not in ("charset", "content_type")}
        hints = {"charset": "utf-8"} | hints | find_hints(told, laid)
        yield make_capture(replace(received, content=content, hints=tuple(hints.items())), "text/plain")


def _open_apart(content: bytes, most: int) -> dict[str, Any] | str:
    """What is on its pages, as `pdf_letters` tells it, or why that process did not; at most so many letters."""
    if not sys.executable:  # Python inside another programme
        from tellings.ingest import pdf_letters

        return pdf_letters.read_pages(content, most=most)
    command = [sys.executable, "-P", str(Path(__file__).with_name("pdf_letters.py")), str(most)]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=_LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return f"it is a PDF that takes longer than {_LONGEST:.0f} seconds to read"
    except OSError as error:
        return f"it is a PDF, and no process to read it could be started: {error.strerror}"
    try:
        if done.returncode == 0:
            told = json.loads(done.stdout[:_MOST_OUTPUT])
            return told if isinstance(told, dict) else "it is a PDF that cannot be read"
    except ValueError:
        pass
    if b"ModuleNotFoundError" in done.stderr:
        return "it is a PDF, and the package that reads them is missing: pip install pypdfium2"
    return "it is a PDF that breaks its reader: it is damaged, or needs too much memory"


def find_hints(told: dict[str, Any], laid: Laid) -> dict[str, str]:
    """What the file says of itself, as far as it can be believed: a title that no programme made up, an author who is
    named in the text as well (else it is whoever owns the computer), and when the file was made: not the day of
    publication, which may lie long before."""
    hints: dict[str, str] = {}
    title, author = " ".join(str(told["title"]).split()), " ".join(str(told["author"]).split())
    opening = " ".join(" ".join(laid.paragraphs[:30]).split()).casefold()
    if title and not _MADE_UP.match(title) and (title.casefold() in opening or len(title.split()) >= 4):
        hints["title"] = title
    if author and len(author) > 3 and author.casefold() in opening:
        hints["byline"] = author
    if created := parse_created(str(told["created"])):
        hints["created"] = created
    if laid.url:
        hints["url"] = laid.url
    return hints


def parse_created(written: str) -> str | None:
    """`D:20240503081500+02'00'` as ISO 8601."""
    found = _CREATED.match(written)
    if not found:
        return None
    year, month, day, hour, minute, second, sign, zone_hours, zone_minutes, utc = found.groups()
    if hour is None:
        return f"{year}-{month}-{day}"
    zone = "+00:00" if utc else f"{sign}{zone_hours}:{zone_minutes or '00'}" if sign else ""
    return f"{year}-{month}-{day}T{hour}:{minute}:{second or '00'}{zone}"
