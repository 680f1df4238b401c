"""Words of the records in, the words for readers out: what the page and the Markdown call things."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

KINDS = {  # of difference
    "contradiction": "they cannot both hold", "update": "a later report has another figure",
    "precision": "one is more precise", "spelling": "spelled differently", "scope": "they may speak of different sets",
    "wording": "the same words, altered",
}  # fmt: skip
ROLES = {  # of what belongs to a case, in the order in which they are told
    "request": "Asked", "basis": "Basis", "condition": "Conditions", "purpose": "Purpose", "expectation": "Expected",
    "decision": "Decided", "reason": "Reasons", "reaction": "Reactions",
}  # fmt: skip
CHANGES = {  # from one version of an article to the next
    "correction": "correction", "headline": "headline", "number": "number", "name": "name", "added": "added",
    "removed": "taken out", "reworded": "reworded",
}  # fmt: skip
ENTITIES = {"person": "People", "organisation": "Organisations", "group": "Groups", "law": "Laws and treaties"}


def call_report(report: Mapping[str, Any], number: int) -> str:
    """The report's outlet, else the host of its address, else its number."""
    return report["outlet"] or (name_host(report.get("url")) or "").removeprefix("www.") or f"Report {number}"


def name_host(url: str | None) -> str | None:
    """The host of an address; None for what is none, as pages declare all sorts of things as their address."""
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None
