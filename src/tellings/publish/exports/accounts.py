"""Runs of tables in, the stories of their accounts out, one after the other, with what their formats ask of them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlsplit

from tellings.publish.contract import Contract, build_stories
from tellings.records import Tables

URN = "urn:tellings:"
_IN_IRI = "!#$%&'()*+,/:;=?@[]~-._"  # letters that an address may hold as they are (RFC 3986)


def iterate_stories(runs: Iterable[Tables]) -> Iterator["Told"]:
    """Every story of every run."""
    for tables in runs:
        for story in build_stories(tables):
            yield Told(story)


class Told:
    """A story of the account, with its reports by id."""

    def __init__(self, story: Contract) -> None:
        self.story = story
        self.reports: dict[str, Contract] = {report["id"]: report for report in story["reports"]}
        self.publishers: dict[str, str | None] = {
            report: publisher["name"] for publisher in story["publishers"] for report in publisher["reports"]
        }

    def words(self, place: Mapping[str, Any]) -> str:
        """What stands at that place of its report; "" where the report is not of this story."""
        text = str(self.reports.get(place["report"], {}).get("text", ""))
        return text[place["start"] : place["end"]]

    def body(self, report: Mapping[str, Any]) -> str:
        """The report's text without the title that it begins with."""
        text, title = str(report["text"]), str(report["title"] or "")
        return text[len(title) :].lstrip("\n") if title and text.startswith(title) else text


def name_urn(id: str) -> str:
    """A name for something of the account, as an address that leads nowhere."""
    return URN + quote(id, safe="-._~", errors="replace")


def show_url(url: str | None) -> str | None:
    """The address of a page, with what no address may hold escaped; None for what is none: pages declare anything."""
    try:
        parts = urlsplit((url or "").strip())
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not host or set(host) & set(" <>\"{}|\\^`'"):
        return None
    shown = parts.scheme.lower() + quote((url or "").strip()[len(parts.scheme) :], safe=_IN_IRI, errors="replace")
    return shown.replace("[", "%5B").replace("]", "%5D") if "[" not in parts.netloc else shown


def call_report(report: Mapping[str, Any]) -> str:
    """What a report is called: its outlet, else its title, else the file or address that it came from."""
    return str(report["outlet"] or report["title"] or report["capture"])
