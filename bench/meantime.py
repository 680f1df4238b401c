"""MEANTIME files as reports, with one layer of gold markables (TIMEX3, VALUE) as character spans of their text.

Annotated in full are the headline and the first sentences, up to number 5: only there are spans scored.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from tellings.records import Interval, Precision, Report

LAST_SENTENCE = 5
_CLOSE_UP = {",", ".", ";", ":", ")", "]", "%", "?", "!", "'s", "’s", "'", "n't"}
_OPENING = {"(", "[", "$", "US$", "£", "€"}


@dataclass(frozen=True)
class Markable:
    """A gold span with its attributes."""

    start: int
    end: int
    sentence: int
    attributes: dict[str, str]


@dataclass(frozen=True)
class GoldReport:
    """A file made a report; published is its creation time. `annotated`: where the scored part ends."""

    report: Report
    annotated: int
    markables: tuple[Markable, ...]


def read_folder(folder: Path, layer: str) -> Iterator[GoldReport]:
    """Every within_doc file of every topic, in order."""
    for path in sorted(folder.glob("*/within_doc/*.xml")):
        yield read_gold(path, layer)


def read_gold(path: Path, layer: str) -> GoldReport:
    """One file with the markables of that layer that stand in the text."""
    root = etree.parse(str(path)).getroot()
    text, offsets, annotated, title = join_tokens(root)
    markables = []
    for node in root.iter(layer):
        places = [offsets[anchor.get("t_id") or ""] for anchor in node.findall("token_anchor")]
        if places and max(place[2] for place in places) <= LAST_SENTENCE:
            span = (min(place[0] for place in places), max(place[1] for place in places))
            markables.append(Markable(*span, places[0][2], {str(k): str(v) for k, v in node.attrib.items()}))
    report = Report(
        id=path.stem, capture=path.stem, origin=path.name, outlet="Wikinews", title=title, byline=None,
        published=_created(root), language="en", text=text,
    )  # fmt: skip
    return GoldReport(report, annotated, tuple(sorted(markables, key=lambda markable: markable.start)))


def _created(root: "etree._Element") -> Interval | None:
    days = [
        node.get("value", "")[:10]
        for node in root.iter("TIMEX3")
        if node.get("functionInDocument") == "CREATION_TIME" or node.get("m_id") == "0"
    ]
    if not days:  # some files do not mark it: then the date line, sentence 1
        first = {node.get("t_id") for node in root.iter("token") if node.get("sentence") == "1"}
        days = [
            node.get("value", "")[:10]
            for node in root.iter("TIMEX3")
            if any(anchor.get("t_id") in first for anchor in node.findall("token_anchor"))
        ]
    return Interval(days[0], days[0], Precision.DAY) if days else None


def join_tokens(root: "etree._Element") -> tuple[str, dict[str, tuple[int, int, int]], int, str]:
    """Text with natural spacing; where each token stands (start, end, sentence); end of the annotated part; title."""
    text, offsets, annotated, title, before, last = "", {}, 0, "", -1, ""
    for token in root.iter("token"):
        sentence, word = int(token.get("sentence") or 0), token.text or ""
        if sentence != before:
            title = text if before == 0 else title
            text += "" if before < 0 else "\n\n" if before < 2 else " " if last in (".", "?", "!", '"') else "\n"
        elif word not in _CLOSE_UP and last not in _OPENING:
            text += " "
        offsets[token.get("t_id") or ""] = (len(text), len(text) + len(word), sentence)
        text += word
        before, last = sentence, word
        annotated = len(text) if sentence <= LAST_SENTENCE else annotated
    return text, offsets, annotated, title
