"""Questions of programmes in, JSON out: the same records as the files, described as OpenAPI."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

import msgspec
from fastapi import APIRouter, Depends, FastAPI, Path, Query, Request
from starlette.responses import Response
from starlette.routing import Route

from tellings.errors import CallError, StoreError, UnknownError
from tellings.publish.server.asking import parse_day, parse_words
from tellings.publish.server.config import MOST_LETTERS, MOST_OFFSET
from tellings.publish.server.reading import Made, Reading
from tellings.publish.server.site import Site
from tellings.publish.server.stories import find_story
from tellings.publish.server.then import read_then
from tellings.publish.words_for import CASE_KINDS, CASE_STATES
from tellings.store.pages import CaseRow, DropRow, EntityRow, Facet, ReportRow, RulingRow, StoryRow
from tellings.store.view import View

ABOUT = (
    "What a store of tellings holds: stories with who reported what, how independently, where reports agree and "
    "differ. Only GET; the same records as the files that `tellings` writes. Every answer carries an ETag."
)
_LONGEST = 200  # rows of one answer

Name = Annotated[str, Path(max_length=MOST_LETTERS)]
Offset = Annotated[int, Query(ge=0, le=MOST_OFFSET)]
Limit = Annotated[int, Query(ge=1, le=_LONGEST)]
Day = Annotated[str | None, Query(max_length=20, description="2023, 2023-01, 2023-01-08 or 2023-01-08T12:00")]
Turn = Annotated[bool | None, Query()]
Words = Annotated[str | None, Query(max_length=MOST_LETTERS)]
Searched = Annotated[str | None, Query(max_length=MOST_LETTERS, description='words; "in quotes" beside one another')]
Begins = Annotated[str | None, Query(max_length=MOST_LETTERS, description="how the name begins")]
Where = Annotated[str | None, Query(max_length=MOST_LETTERS, description="a name, or a country's two letters")]
Coded = Annotated[str | None, Query(max_length=MOST_LETTERS, description="a PLOVER type, as PROTEST")]
Order = Literal["newest", "oldest", "updated", "reports"]
Moment = Annotated[
    str | None,
    Query(max_length=MOST_LETTERS, description="as known then: 2023-01-05, the end of that day, or 2023-01-05T12:00"),
]
Clock = Annotated[
    Literal["added", "published"],
    Query(description="what was known then: what had been added here, or what had surely been published"),
]


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a longer list."""

    total: int
    offset: int
    limit: int


@dataclass(frozen=True, slots=True)
class StoryRows(Rows):
    rows: list[StoryRow]


@dataclass(frozen=True, slots=True)
class ReportRows(Rows):
    rows: list[ReportRow]


@dataclass(frozen=True, slots=True)
class EntityRows(Rows):
    rows: list[EntityRow]


@dataclass(frozen=True, slots=True)
class CaseRows(Rows):
    rows: list[CaseRow]


@dataclass(frozen=True, slots=True)
class DropRows(Rows):
    rows: list[DropRow]


@dataclass(frozen=True, slots=True)
class RulingRows(Rows):
    rows: list[RulingRow]


@dataclass(frozen=True, slots=True)
class AccountFile:
    """The account as `tellings account -o FILE.json` writes it; docs/account.md describes every key."""

    tellings: str
    stories: list[dict[str, Any]]
    dropped: list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Refusal:
    """What is wrong with a call, and what to do instead."""

    error: str


def build_router(reading: Reading) -> APIRouter:
    """Every address of the interface, below the prefix that it is included under."""
    refusals = (400, 404, 503)
    router = APIRouter(
        responses={status: {"model": Refusal} for status in refusals}, dependencies=[Depends(_describe_moment)]
    )
    _add_stories(router, reading)
    _add_reports(router, reading)
    _add_lists(router, reading)
    return router


async def _describe_moment(as_of: Moment = None, clock: Clock = "added") -> None:
    """Every address takes these; `_send` reads them."""


async def _send(reading: Reading, request: Request, question: Callable[[View], Any]) -> Response:
    """What the store answers, as known when that is asked; encoded in the thread that reads it."""
    then = read_then(request)
    return await reading.answer(request, lambda view: Made(_encode(question(view)), "application/json"), then)


def _encode(answer: Any) -> bytes:
    return msgspec.json.encode(answer)


def _add_stories(router: APIRouter, reading: Reading) -> None:
    @router.get("/stories", response_model=StoryRows, summary="Stories that answer to all that is asked")
    async def stories(
        request: Request,
        text: Searched = None,
        place: Where = None,
        actor: Words = None,
        event_type: Coded = None,
        since: Day = None,
        until: Day = None,
        differs: Turn = None,
        open_case: Turn = None,
        several: Annotated[bool | None, Query(description="whether more than one report tells of it")] = None,
        order: Order = "newest",
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Response:
        days = {"since": _check_day("since", since), "until": _check_day("until", until)}
        turns = {"differs": differs, "open_case": open_case, "several": several}
        names = {"text": _check_words(text), "place": place, "actor": actor, "event_type": event_type}
        asked: dict[str, Any] = {**names, **days, **turns, "order": order, "offset": offset, "limit": limit}
        return await _send(reading, request, lambda view: view.stories(**asked))

    @router.get("/stories/{story}", response_model=AccountFile, summary="The account of one story")
    async def account(request: Request, story: Name) -> Response:
        return await _send(reading, request, lambda view: view.account(find_story(view, story)))


def _add_reports(router: APIRouter, reading: Reading) -> None:
    @router.get("/reports", response_model=ReportRows, summary="Reports with their text, newest first")
    async def reports(
        request: Request,
        story: Words = None,
        outlet: Words = None,
        since: Day = None,
        until: Day = None,
        offset: Offset = 0,
        limit: Annotated[int, Query(ge=1, le=50)] = 20,
    ) -> Response:
        days = {"since": _check_day("since", since), "until": _check_day("until", until)}
        asked: dict[str, Any] = {"outlet": outlet, **days, "offset": offset, "limit": limit}
        return await _send(
            reading,
            request,
            lambda view: view.reports(story=find_story(view, story) if story else None, **asked),
        )

    @router.get("/reports/{report}", response_model=ReportRow, summary="One report, its story and when it was added")
    async def report(request: Request, report: Name) -> Response:
        return await _send(reading, request, lambda view: _find_report(view, report))


def _add_lists(router: APIRouter, reading: Reading) -> None:
    @router.get("/entities", response_model=EntityRows, summary="Who and what is named, in most stories first")
    async def entities(
        request: Request,
        text: Begins = None,
        kind: Words = None,
        country: Annotated[str | None, Query(max_length=2)] = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Response:
        asked: dict[str, Any] = {"text": text, "kind": kind, "country": country, "offset": offset, "limit": limit}
        return await _send(reading, request, lambda view: view.entities(**asked))

    @router.get("/cases", response_model=CaseRows, summary="Requests and demands over all stories")
    async def cases(
        request: Request,
        open: Annotated[bool | None, Query(description="whether none decided them")] = None,
        kind: Annotated[str | None, Query(max_length=20, description=", ".join(CASE_KINDS))] = None,
        state: Annotated[str | None, Query(max_length=20, description=", ".join(CASE_STATES))] = None,
        text: Searched = None,
        offset: Offset = 0,
        limit: Limit = 50,
    ) -> Response:
        asked: dict[str, Any] = {"open": open, "kind": kind, "state": state, "text": _check_words(text)}
        return await _send(reading, request, lambda view: view.cases(**asked, offset=offset, limit=limit))

    @router.get("/drops", response_model=DropRows, summary="What was left out, at which stage, why")
    async def drops(request: Request, offset: Offset = 0, limit: Limit = 50) -> Response:
        return await _send(reading, request, lambda view: view.drops(offset=offset, limit=limit))

    @router.get("/judgements", response_model=RulingRows, summary="What people hold, last said first")
    async def judgements(request: Request, report: Words = None, offset: Offset = 0, limit: Limit = 50) -> Response:
        return await _send(reading, request, lambda view: view.judgements(report=report, offset=offset, limit=limit))

    @router.get("/facets/{kind}", response_model=list[Facet], summary="Values that stories can be chosen by")
    async def facets(
        request: Request,
        kind: Literal["place", "actor", "event_type"],
        text: Begins = None,
        limit: Limit = 50,
    ) -> Response:
        return await _send(reading, request, lambda view: view.facets(kind, text=text, limit=limit))

    @router.get("/counts", response_model=dict[str, int], summary="How much there is")
    async def counts(request: Request) -> Response:
        return await _send(reading, request, lambda view: reading.note(view, "counts", View.counts))


def _find_report(view: View, report: str) -> ReportRow:
    try:
        return view.report(report)
    except StoreError:
        raise
    except CallError as error:
        raise UnknownError(f"There is no report {report!r} here.") from error


def _check_day(key: str, value: str | None) -> str | None:
    return parse_day({key: value or ""}, key) or None


def _check_words(value: str | None) -> str | None:
    return parse_words({"text": value or ""}, "text") or None


def build_page(site: Site, app: FastAPI) -> Route:
    """The page that tells people of the interface, made from its own description."""

    async def answer(request: Request) -> Response:
        then = read_then(request)

        def make(_: View) -> Made:
            calls = list(_tell_calls(app.openapi()))
            return site.make("interface.html.j2", section="/interface", then=then, calls=calls)

        return await site.reading.answer(request, make)

    return Route("/interface", answer, methods=["GET"])


def _tell_calls(described: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for path, methods in described["paths"].items():
        for method in methods.values():
            asked = [
                {"name": each["name"], "required": each["required"], "about": _tell_parameter(each)}
                for each in method.get("parameters", ())
            ]
            yield {"path": path, "about": method["summary"], "parameters": asked}


def _tell_parameter(parameter: Mapping[str, Any]) -> str:
    schema = parameter["schema"]
    kinds = [schema, *schema.get("anyOf", ())]
    chosen = next((", ".join(kind["enum"]) for kind in kinds if "enum" in kind), "")
    typed = next((kind["type"] for kind in kinds if "type" in kind), "")
    about = parameter.get("description") or chosen or {"string": "text", "boolean": "yes or no"}.get(typed, typed)
    bounds = f", {schema['minimum']} to {schema['maximum']}" if "maximum" in schema else ""
    default = schema.get("default")
    return about + bounds + (f"; {default} where left out" if default is not None else "")
