"""A store open for reading in, the web app out: pages for people, JSON for programmes, one guard before both."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tellings import __version__
from tellings.errors import CallError, StoreError, StoreSlowError, UnknownError
from tellings.publish.outlines import load_outlines
from tellings.publish.server import entering, interface, judging, lists, stories
from tellings.publish.server.config import SECONDS, ServeConfig
from tellings.publish.server.forms import FormError
from tellings.publish.server.guard import App, Guard, is_interface, tell
from tellings.publish.server.judging import Pen
from tellings.publish.server.passing_on import PassOn
from tellings.publish.server.pasts import PastLaterError, PastTeller
from tellings.publish.server.reading import MOST_KEPT, Reading
from tellings.publish.server.seals import Seals
from tellings.publish.server.site import Judging, Site, load_asset, load_templates
from tellings.publish.server.then import NOW, read_leniently
from tellings.store.view import View

_LOG = logging.getLogger("tellings.serve")
_AGAIN = 5  # seconds after which a past that is being told may be asked for again


def build_app(
    view: View,
    config: ServeConfig,
    *,
    seals: Seals | None = None,
    first: Path | None = None,
    workers: int = 1,
    judging_by: Judging | None = None,
    past_by: PastTeller | None = None,
    seconds: float = SECONDS,
) -> Guard:
    """The app behind its guard. It closes the view when it ends.

    seals: shared with other processes that answer; None: this one's own. first: where the first of them listens for the
    others, None in the first or only one. workers: how many there are, who share the room for pages that are kept.
    judging_by: how what visitors hold is written; None: they only read. past_by: tells the store as known at a moment;
    None: it is shown as known now only. seconds: that an answer may take.
    """
    seals = seals or Seals(config.token)
    reading = Reading(view, seals=seals, past_by=past_by, seconds=seconds, kept=MOST_KEPT // workers)
    site = Site(config, reading, seals, judging_by)
    pen = Pen(judging_by) if judging_by else None

    @asynccontextmanager
    async def live(_: FastAPI) -> AsyncIterator[None]:
        yield
        if pen:
            pen.close()
        reading.close()

    app = FastAPI(
        title="tellings",
        version=__version__,
        description=interface.ABOUT,
        docs_url=None,  # its pages load scripts from elsewhere; /interface tells the same
        redoc_url=None,
        openapi_url="/api/openapi.json",
        lifespan=live,
        telemetry={"tracing": False, "metrics": False, "logs": False, "auto_configure": False},  # nothing is sent out
    )
    app.include_router(interface.build_router(reading), prefix="/api")
    app.router.routes += [
        *lists.build_routes(site), *stories.build_routes(site), *judging.build_routes(site, pen),
        *entering.build_routes(site), interface.build_page(site, app),
        Route("/assets/{name}", _send_asset, methods=["GET"]), Route("/favicon.ico", _send_nothing, methods=["GET"]),
    ]  # fmt: skip
    _add_answers(app, site)
    answering: App = app
    if first:
        answering = PassOn(app, first, lambda scope, status, words: tell(site.notice, scope, status, words))
    return Guard(answering, config=config, seals=seals, notice=site.notice, seconds=seconds)


def load_ahead() -> None:
    """What pages are made of, before a visitor waits for it; once for all processes that part after it."""
    load_templates()
    load_outlines()


async def _send_asset(request: Request) -> Response:
    made = load_asset(request.path_params["name"])
    if made is None:
        raise HTTPException(404)
    keep = {"cache-control": "public, max-age=31536000, immutable"}
    return Response(made.body, media_type=made.media_type, headers=keep)


async def _send_nothing(_: Request) -> Response:
    return Response(status_code=204)


def _add_answers(app: FastAPI, site: Site) -> None:
    """What is said where something is wrong: in words, with the next step, never with a trace."""

    def say(request: Request, status: int, words: str, title: str = "", step: str | None = None) -> Response:
        if is_interface(request.url.path):
            return JSONResponse({"error": words}, status_code=status)
        then = read_leniently(request)
        return site.notice(status, words, title=title, step=step, then=then if then.until else NOW)

    async def on_call(request: Request, error: Exception) -> Response:
        words = str(error)[:600]
        if isinstance(error, UnknownError):
            past = read_leniently(request).until
            return say(request, 404, words, "Not known then" if past else "Nothing there")
        if isinstance(error, FormError):
            return say(request, 403, words, "Nothing was done")
        if isinstance(error, PastLaterError):
            later = say(request, 503, words, "Not told yet", "Load this page again in a moment.")
            later.headers["retry-after"] = str(_AGAIN)
            return later
        if isinstance(error, StoreSlowError):
            return say(request, 503, f"{words[:1].upper()}{words[1:]}.", "That takes too long", "")
        if isinstance(error, StoreError):
            _LOG.error("%s", error)
            where = str(site.reading.view.path)  # visitors need not know where on this machine the store lies
            return say(request, 503, words.replace(where, Path(where).name))
        return say(request, 400, words)

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)
        first = error.errors()[0]
        return say(request, 400, f"{first['loc'][-1]}: {first['msg']}")

    async def on_status(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        if error.status_code == 404:
            return say(request, 404, "There is no such page here.", "Nothing there")
        words = "That address answers another method." if error.status_code == 405 else str(error.detail)
        answer = say(request, error.status_code, words)
        answer.headers.update(error.headers or {})
        return answer

    async def on_fault(request: Request, error: Exception) -> Response:
        _LOG.error("fault at %s: %s", request.url.path[:200], type(error).__name__)
        return say(request, 500, "A fault of tellings itself: what the server wrote to its log says more.")

    app.add_exception_handler(CallError, on_call)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_status)
    app.add_exception_handler(Exception, on_fault)
