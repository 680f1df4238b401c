"""The contract and the name of a format in, the text of a file out. One line here for each export."""

from importlib import import_module
from typing import TYPE_CHECKING

from tellings.errors import CallError

if TYPE_CHECKING:
    from tellings.publish.contract import Contract

# Each is loaded when it is first asked for: the page's templates cost the others nothing.
_RENDERERS = {
    "html": ("tellings.publish.page", "render_page"),
    "md": ("tellings.publish.markdown", "render_markdown"),
    "json": ("tellings.publish.contract_json", "render_json"),
}
FORMATS = tuple(_RENDERERS)


def render(contract: "Contract", form: str) -> str:
    """The account in that format. Raises CallError for a format that there is none of."""
    if form not in _RENDERERS:
        raise CallError(f"format {form!r} is unknown: choose one of {', '.join(FORMATS)}")
    module, name = _RENDERERS[form]
    text: str = getattr(import_module(module), name)(contract)
    return text
