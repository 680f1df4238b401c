"""A story of the contract in; why each report is in it, what came near, what people judged, who published it, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tellings.publish.judged import STAGES
from tellings.publish.page.citing import Desk, Tag
from tellings.publish.words_for import RELATED, part_ruling, rate_likeness, write_ruling

Json = Mapping[str, Any]
_TOLD = 30  # reports whose place in the story is explained one by one


@dataclass(frozen=True, slots=True)
class Belonging:
    """A report, the one it was nearest to, how alike the two are and in what; how to overrule it. other: its name where
    it is in another story."""

    tag: Tag
    nearest: Tag | None
    other: str
    alike: str
    reason: str
    overrule: str


@dataclass(frozen=True, slots=True)
class Ruled:
    """A person's judgement in words; left and right: the reports, by tag where they are of this story, else by name."""

    before: str
    left: Tag | str
    between: str
    right: Tag | str
    after: str


def build_together(story: Json, desk: Desk) -> list[Belonging]:
    """Why each report is in the story."""
    return [
        Belonging(
            desk.tags[entry["report"]],
            desk.tags[entry["nearest"]],
            "",
            _rate(entry),
            entry["reason"],
            write_ruling(entry["report"], entry["nearest"], "same_story", holds=True),
        )
        for entry in story["together"][:_TOLD]
    ]


def build_outside(story: Json, desk: Desk) -> list[Belonging]:
    """What came nearest of what was left to other stories."""
    return [
        Belonging(
            desk.tags[entry["report"]],
            None,
            entry["other_named"],
            _rate(entry),
            entry["reason"],
            write_ruling(entry["report"], entry["other"], "same_story", holds=False),
        )
        for entry in story["outside"]
    ]


def _rate(entry: Json) -> str:
    if entry["by"] not in STAGES["same_story"]:
        return f"so judged by {entry['by']}"
    return rate_likeness(entry["score"])


def build_rulings(story: Json, desk: Desk) -> list[Ruled]:
    """What people hold of the story's reports."""
    rulings = []
    for entry in story["judgements"]:
        before, between, after = part_ruling(entry)
        left, right = (desk.tags.get(entry[side]) or entry[f"{side}_named"] for side in ("left", "right"))
        rulings.append(Ruled(before, left, between, right, after))
    return rulings


@dataclass(frozen=True, slots=True)
class Related:
    """A story that is told apart and hangs together with this one. href: where the page tells it, or ""."""

    words: str
    headline: str
    href: str
    reason: str


def build_related(story: Json, anchors: Mapping[str, str]) -> list[Related]:
    """anchors: where the page tells the other stories."""
    return [
        Related(
            RELATED.get(entry["relation"], "Beside it"),
            entry["headline"],
            anchors.get(entry["story"], ""),
            entry["reason"],
        )
        for entry in story["related"][:_TOLD]
    ]


def tell_publishers(story: Json) -> Sequence[str]:
    """Why there are fewer publishers than outlets."""
    return [publisher["reason"] for publisher in story["publishers"] if publisher["reason"]]
