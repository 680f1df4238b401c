"""A request with a form in, its fields out; and the cookie and seal by which a form is known to be one of ours."""

import asyncio
from collections.abc import Mapping
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from tellings.errors import CallError
from tellings.publish.server.config import BODY_SECONDS
from tellings.publish.server.guard import read_cookie
from tellings.publish.server.seals import FORMS, Seals
from tellings.text.plain import drop_unshown

_FIELDS = 20  # of one form
_TYPE = "application/x-www-form-urlencoded"


class FormError(CallError):
    """A form that is none of ours, or did not arrive."""


async def read_form(request: Request, seals: Seals) -> Mapping[str, str]:
    """The fields of a form that this server gave to this browser. Raises FormError."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise FormError(f"A form is sent as {_TYPE}.")
    try:
        async with asyncio.timeout(BODY_SECONDS):
            body = await request.body()
    except (TimeoutError, ClientDisconnect) as error:
        raise FormError(f"The form did not arrive within {BODY_SECONDS:.0f} seconds: send it again.") from error
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, max_num_fields=_FIELDS, errors="replace")
    except ValueError as error:
        raise FormError("The form has too many fields, or letters that are not encoded.") from error
    fields = {name: " ".join(drop_unshown(value).split()) for name, value in pairs}
    if not seals.is_sealed(forms_cookie(request), fields.get("seal", "")):
        raise FormError("This form is too old, or not from this server: open the page with the form again.")
    return fields


def forms_cookie(request: Request) -> str:
    """The cookie that this browser's forms belong to, "" for none yet."""
    return read_cookie(request.headers.get("cookie", ""), FORMS)


def set_cookie(response: Response, name: str, value: str) -> None:
    """A cookie that no script reads and no other site's page can use."""
    response.set_cookie(name, value, httponly=True, samesite="strict", path="/")
