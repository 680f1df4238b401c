"""What a visitor holds in, a row in the store out: the form, the one thread that writes, the list of what people hold.

Nothing is written on the way of a GET. Stories are told anew before the answer comes, which may take some seconds; who
comes meanwhile waits in turn. Another process that writes the store is waited for a moment; where it goes on, the
visitor is told so.
"""

import asyncio
import logging
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from time import monotonic, sleep
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tellings.errors import CallError, StoreBusyError, StoreError
from tellings.ingest.judgements import Ruling
from tellings.publish.server.asking import parse_page
from tellings.publish.server.config import BUSY_SECONDS, PER_PAGE
from tellings.publish.server.forms import forms_cookie, read_form, set_cookie
from tellings.publish.server.paging import build_turning
from tellings.publish.server.pairs import OF_REPORTS, OF_WORDS, Named, Pair, build_pair, name_side
from tellings.publish.server.seals import FORMS
from tellings.publish.server.site import Judging, Site, encode
from tellings.publish.server.then import read_then
from tellings.store.pages import Page, RulingRow
from tellings.store.view import View

_MOST = {"by": 80, "reason": 500, "left": 200, "right": 200, "story": 200, "finding": 200}  # letters
_ASKED = ("left", "right", "story", "finding")
_BY = "tellings_by"  # cookie with the name that the visitor judged by last
_LOOK_AGAIN = 0.2  # seconds between two looks whether the store is free
_LOG = logging.getLogger("tellings.serve")


class Pen:
    """Writes what people hold, one after the other."""

    def __init__(self, judging: Judging) -> None:
        self.judging = judging
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="judging")

    async def write(self, row: Callable[[], int]) -> int:
        """How many stories were told anew. Raises StoreBusyError where another process goes on writing the store."""
        return await asyncio.get_running_loop().run_in_executor(self._pool, _write_when_free, row)

    def close(self) -> None:
        """What is being written is finished first."""
        self._pool.shutdown(wait=True, cancel_futures=True)


def _write_when_free(row: Callable[[], int]) -> int:
    until = monotonic() + BUSY_SECONDS
    while True:
        try:
            return row()
        except StoreBusyError:
            if monotonic() >= until:
                raise
            sleep(_LOOK_AGAIN)


def build_routes(site: Site, pen: Pen | None) -> list[Route]:
    """The list of judgements; and the forms, where judging is open."""
    routes = [Route("/judgements", partial(_list, site), methods=["GET"])]
    if pen is not None:
        routes += [
            Route("/judge", partial(_ask, site), methods=["GET"]),
            Route("/judgements", partial(_judge, site, pen), methods=["POST"]),
            Route("/judgements/{number:int}/undo", partial(_undo, site, pen), methods=["POST"]),
        ]
    return routes


async def _ask(site: Site, request: Request) -> Response:
    """The form that judges a pair."""
    query = {name: request.query_params.get(name, "")[: _MOST[name]] for name in _ASKED}
    return await _show_form(site, request, query, {})


async def _show_form(
    site: Site,
    request: Request,
    query: Mapping[str, str],
    filled: Mapping[str, str],
    *,
    words: str = "",
    status: int = 200,
) -> Response:
    pair: Pair = await site.reading.ask(lambda view: build_pair(view, query))
    return _send_form(
        site, request, "judge.html.j2", status=status, section="/judgements", pair=pair, asked=query,
        filled={"held": "", "by": "", "reason": "", **filled}, words=words, most=_MOST,
    )  # fmt: skip


def _send_form(site: Site, request: Request, template: str, *, status: int = 200, **values: Any) -> Response:
    """A page with a form in it: sealed for this browser, and with the name that it judged by last."""
    cookie = forms_cookie(request) or site.seals.draw()
    by = request.cookies.get(_BY, "")[: _MOST["by"]]
    page = site.render(template, status=status, seal=site.seals.seal(cookie), by=by, **values)
    answer = HTMLResponse(encode(page), status_code=status)
    set_cookie(answer, FORMS, cookie)
    return answer


async def _list(site: Site, request: Request) -> Response:
    """What people hold, by whom and since when; what was just noted is told above the list."""
    page, then = parse_page(request.query_params), read_then(request)
    start = (page - 1) * PER_PAGE

    def read(view: View) -> tuple[Page[RulingRow], dict[str, Named]]:
        found = view.judgements(offset=start, limit=PER_PAGE)
        sides = {side for row in found for side in (row.left, row.right)}
        return found, {side: name_side(view, side) for side in sides}

    found, named = await site.reading.ask(read, then)
    retold = request.query_params.get("retold", "")
    return _send_form(
        site, request, "judgements.html.j2", section="/judgements", then=then, found=found, named=named, most=_MOST,
        turning=build_turning(found.total, page, lambda n: then.keep(f"/judgements?{urlencode({'page': n})}")),
        retold=int(retold) if retold.isascii() and retold.isdigit() and len(retold) < 7 else None,
        of=OF_REPORTS | OF_WORDS,
    )  # fmt: skip


async def _judge(site: Site, pen: Pen, request: Request) -> Response:
    fields = await read_form(request, site.seals)
    query = {name: fields.get(name, "") for name in _ASKED}
    try:
        ruling = _build_ruling(fields)
        retold = await pen.write(lambda: pen.judging.judge(ruling))
    except StoreError as error:
        _LOG.warning("judging: %s", error)
        return await _show_form(site, request, query, fields, words=_say(error), status=_status(error))
    except CallError as error:
        return await _show_form(site, request, query, fields, words=_say(error), status=400)
    return _go_on(fields["by"], retold)


async def _undo(site: Site, pen: Pen, request: Request) -> Response:
    fields = await read_form(request, site.seals)
    number = int(request.path_params["number"])
    try:
        by, reason = _read_who(fields)
        retold = await pen.write(lambda: pen.judging.undo(number, by, reason))
    except StoreError as error:
        return site.notice(_status(error), _say(error), title="The judgement was not taken back")
    return _go_on(by, retold)


def _go_on(by: str, retold: int) -> Response:
    """To the list, by a GET, so that loading it again does not judge again."""
    answer = RedirectResponse(f"/judgements?{urlencode({'retold': retold})}", status_code=303)
    set_cookie(answer, _BY, by.encode("ascii", "ignore").decode())
    return answer


def _build_ruling(fields: Mapping[str, str]) -> Ruling:
    """Raises CallError that says what is missing."""
    held = fields.get("held", "")
    if held not in OF_REPORTS and held not in OF_WORDS:
        raise CallError("Choose what you hold of the two.")
    by, reason = _read_who(fields)
    relation, _, verdict = held.partition(" ")
    left, right = fields.get("left", ""), fields.get("right", "")
    if not all(0 < len(side) <= _MOST["left"] for side in (left, right)):
        raise CallError("The form names no two reports: open it again from the page of a story.")
    return Ruling(1, left, right, relation, verdict == "yes", by, reason)


def _read_who(fields: Mapping[str, str]) -> tuple[str, str]:
    by, reason = fields.get("by", ""), fields.get("reason", "")
    if not any(letter.isalnum() for letter in by):
        raise CallError("Write your name: a judgement says whose it is.")
    for name, value in (("Your name", by), ("The reason", reason)):
        most = _MOST["by" if name == "Your name" else "reason"]
        if len(value) > most:
            raise CallError(f"{name} is {len(value)} letters long: write {most} at most.")
    return by, reason


def _status(error: StoreError) -> int:
    return 409 if isinstance(error, StoreBusyError) else 503


def _say(error: Exception) -> str:
    return str(error)[:600]
