"""A token in, a cookie out: the page where a visitor shows it, and the one that lets go of it."""

import asyncio
from functools import partial

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from tellings.publish.server.forms import forms_cookie, read_form, set_cookie
from tellings.publish.server.seals import FORMS, VISITOR
from tellings.publish.server.site import Site, encode

_WAIT = 1.0  # seconds after a wrong token: guessing 16 letters takes for ever
_AT_ONCE = 4  # visitors whose token is looked at


def build_routes(site: Site) -> list[Route]:
    """Nothing where no token is asked for."""
    if not site.seals.closed:
        return []
    turns = asyncio.Semaphore(_AT_ONCE)
    return [
        Route("/login", partial(_ask, site), methods=["GET"]),
        Route("/login", partial(_enter, site, turns), methods=["POST"]),
        Route("/logout", partial(_leave, site), methods=["POST"]),
    ]


async def _ask(site: Site, request: Request) -> Response:
    return _show(site, request, clean_next(request.query_params.get("next", "")))


def _show(site: Site, request: Request, back: str, *, words: str = "", status: int = 200) -> Response:
    cookie = forms_cookie(request) or site.seals.draw()
    inside = site.seals.is_visitor(request.cookies.get(VISITOR, ""))
    page = site.render(
        "login.html.j2", status=status, seal=site.seals.seal(cookie), next=back, words=words, inside=inside
    )
    answer = HTMLResponse(encode(page), status_code=status)
    set_cookie(answer, FORMS, cookie)
    return answer


async def _enter(site: Site, turns: asyncio.Semaphore, request: Request) -> Response:
    fields = await read_form(request, site.seals)
    back = clean_next(fields.get("next", ""))
    async with turns:
        if not site.seals.knows_token(fields.get("token", "")):
            await asyncio.sleep(_WAIT)
            return _show(site, request, back, words="That is not the token of this server.", status=403)
    answer = RedirectResponse(back, status_code=303)
    set_cookie(answer, VISITOR, site.seals.visitor())
    return answer


async def _leave(site: Site, request: Request) -> Response:
    await read_form(request, site.seals)
    answer = RedirectResponse("/login", status_code=303)
    answer.delete_cookie(VISITOR, path="/")
    return answer


def clean_next(back: str) -> str:
    """The address on this server to go on to; the list of stories for any other."""
    plain = back.isascii() and back.isprintable() and "\\" not in back and len(back) < 4096
    return back if plain and back.startswith("/") and not back.startswith("//") else "/"
