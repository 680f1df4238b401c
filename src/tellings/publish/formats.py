"""The contract and the name of a format in, the text of a file out. One line here for each export."""

from collections.abc import Callable

from tellings.errors import CallError
from tellings.publish.contract import Contract
from tellings.publish.contract_json import render_json
from tellings.publish.markdown import render_markdown
from tellings.publish.page import render_page

_RENDERERS: dict[str, Callable[[Contract], str]] = {"html": render_page, "md": render_markdown, "json": render_json}
FORMATS = tuple(_RENDERERS)


def render(contract: Contract, form: str) -> str:
    """The account in that format. Raises CallError for a format that there is none of."""
    if form not in _RENDERERS:
        raise CallError(f"format {form!r} is unknown: choose one of {', '.join(FORMATS)}")
    return _RENDERERS[form](contract)
