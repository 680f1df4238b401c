"""Entities and places of a story in; who and what is named, as what and by whom, and the map, out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from markupsafe import Markup

from tellings.publish.outlines import MapPoint, render_map
from tellings.publish.page.citing import Desk, LineChips, Tag
from tellings.publish.page.map_points import keep_near
from tellings.publish.words_for import ENTITIES

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """Somebody, something or some place that is named: under which names, as what, by whom."""

    name: str
    also: Sequence[str]
    roles: Sequence[str]
    chips: Sequence[LineChips]
    where: str = ""


def build_people(story: Json, desk: Desk) -> list[tuple[str, Sequence[Named]]]:
    shelves: list[tuple[str, Sequence[Named]]] = []
    for kind, title in ENTITIES.items():
        entities = [entity for entity in story["entities"] if entity["kind"] == kind]
        entities.sort(key=lambda entity: (-desk.lines_behind(entity["mentions"]), -len(entity["mentions"])))
        if entities:
            shelves.append((title, [_named(entity, desk) for entity in entities]))
    return shelves


def _named(entity: Json, desk: Desk) -> Named:
    also = [alias for alias in entity["aliases"] if alias != entity["name"]]
    return Named(
        entity["name"], also, entity.get("roles") or [], desk.chips(_first_of_each(entity["mentions"]), "named")
    )


def _first_of_each(mentions: Sequence[Json]) -> list[Json]:
    return [
        next(group)
        for _, group in groupby(sorted(mentions, key=lambda m: (m["report"], m["start"])), key=lambda m: m["report"])
    ]


def build_places(story: Json, desk: Desk) -> list[Named]:
    return [
        Named(
            place["name"],
            [],
            [],
            desk.chips(_first_of_each(place["mentions"]), "named"),
            ", ".join(part for part in (place["admin1"], place["country"]) if part)
            if place["geonames_id"]
            else "not found in the gazetteer",
        )
        for place in _named_as_places(story)
    ]


def _named_as_places(story: Json) -> list[Json]:
    """Places that stand for a place somewhere, not only for a government or a people."""
    return [place for place in story["places"] if place.get("literal", True)]


def build_map(story: Json, desk: Desk) -> Markup:
    """The map of the places that were found in the gazetteer; its marks say which lines name them."""
    points = [
        MapPoint(place["name"], place["lat"], place["lon"], len(place["mentions"]), _namers(place, desk))
        for place in _named_as_places(story)
        if place["lat"] is not None and place["lon"] is not None
    ]
    return Markup(render_map(keep_near(points)))  # its labels are escaped where it is drawn


def _namers(place: Json, desk: Desk) -> tuple[str, ...]:
    return tuple(sorted({_whole_name(desk.tags[mention["report"]]) for mention in place["mentions"]}))


def _whole_name(tag: Tag) -> str:
    return f"{tag.letter} {tag.name}"
