"""Addresses of lists in, their pages out: stories, entities, cases, what was left out, judgements, the interface."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tellings.publish.server.asking import (
    ORDERS,
    AskedStories,
    parse_name,
    parse_page,
    parse_stories,
    parse_turn,
    parse_words,
)
from tellings.publish.server.config import PER_PAGE
from tellings.publish.server.paging import Turning, build_turning
from tellings.publish.server.reading import Made
from tellings.publish.server.site import Site
from tellings.publish.server.then import Then, read_then
from tellings.publish.words_for import CASE_KINDS, CASE_STATES
from tellings.store.pages import Facet
from tellings.store.view import View

_KINDS = ("person", "organisation", "group", "office", "place", "law", "event", "work", "product")
_OFFERED = 40  # values of a field that it proposes
Lister = Callable[[Site, View, Mapping[str, str], Then], Made]


def build_routes(site: Site) -> list[Route]:
    """The addresses of the lists."""
    listed: dict[str, Lister] = {
        "/": list_stories, "/entities": list_entities, "/cases": list_cases, "/drops": list_drops
    }  # fmt: skip
    return [Route(path, _answer_with(site, lister), methods=["GET"]) for path, lister in listed.items()]


def _answer_with(site: Site, lister: Lister) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        query, then = dict(request.query_params), read_then(request)
        return await site.reading.answer(request, lambda view: lister(site, view, query, then), then)

    return answer


def list_stories(site: Site, view: View, query: Mapping[str, str], then: Then) -> Made:
    """Stories that answer to what is asked."""
    asked = parse_stories(query)
    found = view.stories(**asked.arguments())
    return site.make(
        "stories.html.j2",
        section="/",
        then=then,
        asked=asked,
        found=found,
        counts=site.reading.note(view, "counts", View.counts),
        orders=ORDERS,
        places=_offer(site, view, "place"),
        actors=_offer(site, view, "actor"),
        event_types=_offer(site, view, "event_type"),
        turning=_turn_stories(asked, found.total, then),
    )


def _offer(site: Site, view: View, kind: str) -> list[Facet]:
    """The values that most stories have."""
    return site.reading.note(view, kind, lambda view: view.facets(kind, limit=_OFFERED))


def _turn_stories(asked: AskedStories, total: int, then: Then) -> Turning:
    return build_turning(total, asked.page, lambda page: then.keep(f"/?{asked.query(page=page)}"))


def list_entities(site: Site, view: View, query: Mapping[str, str], then: Then) -> Made:
    """Who and what is named, over all stories."""
    asked = {name: parse_name(query, name) for name in ("text", "kind", "country")}
    page = parse_page(query)
    chosen: dict[str, Any] = {name: value or None for name, value in asked.items()}
    found = view.entities(**chosen, **_rows_of(page))
    return site.make(
        "entities.html.j2", section="/entities", then=then, asked=asked, found=found, kinds_named=_KINDS,
        turning=build_turning(found.total, page, _turn("/entities", asked, then)),
    )  # fmt: skip


def list_cases(site: Site, view: View, query: Mapping[str, str], then: Then) -> Made:
    """Requests and demands over all stories."""
    text, undecided, page = parse_words(query, "text"), parse_turn(query, "open"), parse_page(query)
    kind, state = parse_name(query, "kind"), parse_name(query, "state")
    found = view.cases(open=undecided, kind=kind or None, state=state or None, text=text or None, **_rows_of(page))
    turned = "" if undecided is None else "yes" if undecided else "no"
    asked = {"text": text, "open": turned, "kind": kind, "state": state}
    return site.make(
        "cases.html.j2", section="/cases", then=then, asked=asked, found=found,
        case_kinds=CASE_KINDS, case_states=CASE_STATES,
        turning=build_turning(found.total, page, _turn("/cases", asked, then)),
    )  # fmt: skip


def list_drops(site: Site, view: View, query: Mapping[str, str], then: Then) -> Made:
    """What was left out, and why."""
    page = parse_page(query)
    found = view.drops(**_rows_of(page))
    turning = build_turning(found.total, page, _turn("/drops", {}, then))
    return site.make("drops.html.j2", section="/drops", then=then, found=found, turning=turning)


def _rows_of(page: int) -> dict[str, Any]:
    return {"offset": (page - 1) * PER_PAGE, "limit": PER_PAGE}


def _turn(path: str, asked: Mapping[str, str], then: Then) -> Callable[[int], str]:
    return lambda page: then.keep(f"{path}?{urlencode({**{k: v for k, v in asked.items() if v}, 'page': page})}")
