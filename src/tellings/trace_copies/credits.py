"""A report in, whom it credits out: news agencies in the credit lines and datelines, other outlets in the text."""

import re
from functools import lru_cache

from tellings.records import Report, Span
from tellings.text.agencies import ACRONYM, read_agencies

_HOST = re.compile(r"^(?:https?://)?(?:www\.|edition\.|uk\.|m\.)*([\w-]+)(?:\.[\w-]+)*(?:/.*)?$")
_SHORTEST = 3
_PICTURE = re.compile(r"(?i:photo|image|picture|video|file|graphic|handout|getty)|/")  # (Name/AP, File) is no source
_WORD = re.compile(r"\w+")
_CREDITS = (
    r"\((?:[^()\n]{0,40}\b)?NAME\b[^()\n]{0,20}\)",  # (Reuters), (AFP, dpa)
    r"(?:^|\n)\W*(?i:source|by|via|with|credit)s?\b[^\n]{0,60}\bNAME\b",  # Source: Agencies
    r"\bNAME\b (?:contributed|reported|reports|news agency)",
    r"(?:told|according to|cited by) (?:the )?NAME\b",
    r"— NAME\b",
)
_CUE = r"(?:reported|reports|according to|told|said|cited|citing|quotes|quoted|quoting|wrote|writes|published|via)"
_GAP = r"[^\w\n]+(?:[^\W\n]+[^\w\n.!?]+){0,5}?"  # a few words of the same sentence: "the X, a local paper, quotes"


@lru_cache(maxsize=1)
def _load_agencies() -> dict[str, tuple[tuple[str, ...], re.Pattern[str]]]:
    """Agency -> its wordings, and where one of them is a credit: in a dateline, brackets or a credit line."""
    found = {}
    for name, wordings in read_agencies().items():
        flags = re.IGNORECASE if len(name) > ACRONYM else re.NOFLAG
        named = "(?:" + "|".join(map(re.escape, wordings)) + ")"
        found[name] = wordings, re.compile("|".join(_CREDITS).replace("NAME", named), flags)
    return found


def find_agencies(report: Report) -> dict[str, Span | None]:
    """Agencies that the report credits, each with where it does so (None: in its credit lines, or in a disclaimer
    that says from whose feed it is)."""
    found: dict[str, Span | None] = {}
    lines = "\n".join((*report.credits, *report.disclaimers))
    folded = f"{report.text}\n{lines}".lower()
    starts = set(_WORD.findall(folded))
    for name, (wordings, pattern) in _load_agencies().items():
        if not any(start in starts and wording in folded for wording, start in _fold_wordings(name)):
            continue
        matches = pattern.finditer(report.text)
        match = next((match for match in matches if not _PICTURE.search(match.group())), None)
        if match:
            found[name] = Span(report.id, *match.span())
        elif lines and any(_is_named(wording, lines) for wording in wordings):
            found[name] = None
    return found


@lru_cache(maxsize=1024)
def _fold_wordings(name: str) -> tuple[tuple[str, str], ...]:
    """The agency's wordings in lower case, each with its first word: few texts hold that word of any agency."""
    folded = [wording.lower() for wording in _load_agencies()[name][0]]
    return tuple((wording, _WORD.findall(wording)[0]) for wording in folded)


def _is_named(wording: str, lines: str) -> bool:
    flags = re.IGNORECASE if len(wording) > ACRONYM else re.NOFLAG
    return re.search(rf"\b{re.escape(wording)}\b", lines, flags) is not None


def find_naming(report: Report, other: Report) -> Span | None:
    """Where the report credits the other's outlet for something, if it does."""
    name = _name_outlet(other.outlet)
    if name is None or name not in report.text.lower() or name == _name_outlet(report.outlet):
        return None
    wording = re.escape(name)
    pattern = rf"\b(?:{_CUE}){_GAP}{wording}\b|\b{wording}\b{_GAP}(?:{_CUE})\b"
    match = re.search(pattern, report.text, re.IGNORECASE)
    return Span(report.id, *match.span()) if match else None


def _name_outlet(outlet: str | None) -> str | None:
    """The outlet's name as another report would write it: of an address its middle."""
    if not outlet:
        return None
    host = _HOST.match(outlet.strip()) if "." in outlet and " " not in outlet else None
    name = host.group(1) if host else outlet.strip()
    name = name.lower().removeprefix("the ")
    return name if len(name) >= _SHORTEST else None
