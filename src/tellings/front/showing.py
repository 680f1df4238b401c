"""Tables of records or a contract in, what a notebook shows of them out: the page of the account in a frame."""

from html import escape

from tellings import __version__
from tellings.publish.contract import Contract, build_contract
from tellings.publish.formats import render
from tellings.records import Tables

_TALL = 720  # pixels of the frame


class Shown:
    """An account as notebooks display it (`_repr_html_`), and as Markdown where there is no browser (`str`)."""

    def __init__(self, contract: Contract, *, height: int = _TALL) -> None:
        self._contract = contract
        self._height = height

    def __str__(self) -> str:
        return render(self._contract, "md")

    def __repr__(self) -> str:
        stories = self._contract["stories"]
        reports = sum(len(story["reports"]) for story in stories)
        return f"<account of {len(stories)} stories, {reports} reports: display it in a notebook, or print it>"

    def _repr_html_(self) -> str:
        """The page in a frame that runs no script and reaches nothing of the notebook around it."""
        page = escape(render(self._contract, "html"), quote=True)
        return (
            f'<iframe title="Account" sandbox="" srcdoc="{page}" '
            f'style="width:100%;height:{self._height}px;border:1px solid #8888"></iframe>'
        )


def show(told: Tables | Contract, *, height: int = _TALL) -> Shown:
    """The account of what `tell` gave, or of a store's `account(story)`, for a notebook. height: of the frame, in
    pixels."""
    contract = build_contract(told, version=__version__) if isinstance(told, Tables) else told
    return Shown(contract, height=height)
