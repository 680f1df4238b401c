"""Two versions of an article in, what changed from the one to the other, words before beside words after, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tellings.publish.page.citing import Desk, Tag
from tellings.publish.page.wording import Piece, clip_around, find_context, mark_changes
from tellings.publish.words_for import CHANGES

Json = Mapping[str, Any]
_AROUND = 9  # words shown on each side of a number or name
_FIRST = 8  # changes in sight, the rest folded


@dataclass(frozen=True, slots=True)
class Changed:
    """One place that changed: of what kind, the words before and after, where each stands ("" where there are none)."""

    kind: str
    before: Sequence[Piece]
    before_href: str
    after: Sequence[Piece]
    after_href: str


@dataclass(frozen=True, slots=True)
class Revised:
    """A report as a later version of another."""

    earlier: Tag
    reason: str
    ordered: bool
    first: Sequence[Changed]
    rest: Sequence[Changed]
    more: int


def build_revisions(story: Json, desk: Desk) -> dict[str, Revised]:
    """For each report that took the place of an earlier version, by its id, what changed."""
    built = {}
    for revision in story.get("changes") or ():
        changed = [_change(change, desk) for change in revision["changes"]]
        built[revision["report"]] = Revised(
            earlier=desk.tags[revision["earlier"]],
            reason=revision["reason"],
            ordered=revision["ordered"],
            first=changed[:_FIRST],
            rest=changed[_FIRST:],
            more=revision["more"],
        )
    return built


def _change(change: Json, desk: Desk) -> Changed:
    before, after = change["before"], change["after"]
    if change["kind"] in ("number", "name"):
        words = _in_sentence(before, desk), _in_sentence(after, desk)
    elif before and after:
        words = mark_changes(desk.words(before), desk.words(after))
    else:
        words = [(desk.words(before), "")] if before else [], [(desk.words(after), "")] if after else []
    hrefs = [desk.href(place, "shown") if place else "" for place in (before, after)]
    return Changed(CHANGES[change["kind"]], words[0], hrefs[0], words[1], hrefs[1])


def _in_sentence(place: Json | None, desk: Desk) -> list[Piece]:
    """The place within its sentence."""
    if place is None:
        return []
    report = desk.reports[place["report"]]
    left, right = find_context(report["text"], (place["start"], place["end"]), report.get("sentences") or ())
    return clip_around(report["text"][left:right], (place["start"] - left, place["end"] - left), _AROUND)
