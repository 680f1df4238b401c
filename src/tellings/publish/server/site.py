"""What every page needs: the store, the secrets, the templates, what may be judged; a template's name and values in, a
page out."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from tellings import __version__
from tellings.ingest.judgements import Ruling
from tellings.publish.dates import render_interval
from tellings.publish.page.escaping import escape_words
from tellings.publish.page.render import read_asset
from tellings.publish.page.small_parts import SmallParts
from tellings.publish.page.view import StoryView
from tellings.publish.server.config import ServeConfig
from tellings.publish.server.reading import Made, Reading
from tellings.publish.server.seals import Seals
from tellings.publish.server.then import NOW, Then, describe_clocks
from tellings.publish.words_for import KINDS
from tellings.text.turning import close_turns

_SECTIONS = (
    ("/", "Stories"), ("/cases", "Cases"), ("/entities", "Entities"), ("/drops", "Left out"),
    ("/judgements", "Judgements"), ("/interface", "Interface"),
)  # fmt: skip
_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8"}
_STORY_HEADINGS = 2  # the level of the headings of a story's sections
NEXT_STEPS = {
    400: "Go back, change it, and ask again.",
    404: "The list of stories may have what you look for.",
    503: "Go back and ask for less: a shorter search, a narrower choice.",
}


@dataclass(frozen=True, slots=True)
class Judging:
    """How what a person holds is written: each tells how many stories were told anew; raises CallError where it cannot
    be held, StoreBusyError where somebody else is writing."""

    judge: Callable[[Ruling], int]
    undo: Callable[[int, str, str], int]  # the number of a judgement, by whom, why


@dataclass(frozen=True, slots=True)
class Site:
    """One server's store and settings. judging None: nothing can be judged here."""

    config: ServeConfig
    reading: Reading
    seals: Seals
    judging: Judging | None = None

    def render(self, template: str, *, section: str = "", status: int = 200, then: Then = NOW, **values: Any) -> str:
        """A page as text. section: the address of the part of the site that it belongs to; then: as known when."""
        return (
            _environment()
            .get_template(template)
            .render(
                **values,
                section=section,
                sections=_SECTIONS,
                store=self.reading.view.path.resolve().name,
                version=__version__,
                closed=self.seals.closed,
                judging=self.judging is not None and not then.until,
                then=then,
                at=then.keep,
                clocks=describe_clocks(),
                asset=name_asset,
                kinds=KINDS,
                cut=cut_short,
                day=show_day,
                days=show_days,
                moment=show_moment,
                status=status,
            )
        )

    def tell(self, story: StoryView, live: object) -> Markup:
        """A story as part of a page. live: its ways to other pages.

        Written apart from the page, whose values and macros hold each other in a ring: a story in it would take up room
        until rings are looked for.
        """
        module = _environment().get_template("story.html.j2").make_module({"live": live, "kinds": KINDS})
        told: Markup = module.told(story, _STORY_HEADINGS)  # type: ignore[attr-defined]
        return told

    def make(self, template: str, *, headers: dict[str, str] | None = None, **values: Any) -> Made:
        """A page that may be kept."""
        return Made(encode(self.render(template, **values)), headers=headers or {})

    def notice(
        self, status: int, words: str, *, title: str = "", step: str | None = None, then: Then = NOW
    ) -> HTMLResponse:
        """A page that says what is wrong and what to do next. step: what; as its status says where it is left out."""
        page = self.render(
            "notice.html.j2",
            status=status,
            then=then,
            words=words,
            title=title or "That did not work",
            step=NEXT_STEPS.get(status, "") if step is None else step,
        )
        return HTMLResponse(encode(page), status_code=status)


def encode(page: str) -> bytes:
    """A lone surrogate of a report's text cannot be sent."""
    return page.encode("utf-8", "replace")


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("tellings.publish.server"), PackageLoader("tellings.publish.page")]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        finalize=_finish,
        auto_reload=False,
    )
    SmallParts(lambda words: escape_words(close_turns(words))).add_to(environment)
    return environment


def load_templates() -> None:
    """All of them; else each is when a page first needs it."""
    environment = _environment()
    for name in environment.list_templates():
        environment.get_template(name)


def _finish(value: object) -> object:
    """What a template writes: words that turn the direction of writing turn it no further than they reach."""
    return close_turns(value) if type(value) is str else value


def cut_short(words: str | None, most: int = 240) -> str:
    """So much of it as a list shows."""
    words = words or ""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


@lru_cache(maxsize=8)
def load_asset(name: str) -> Made | None:
    """A file that pages load from here; None where there is none of that name."""
    if name in ("page.css", "page.js"):
        text = read_asset(name)
    elif name == "server.css":
        text = files("tellings.publish.server").joinpath(name).read_text(encoding="utf-8")
    else:
        return None
    return Made(text.encode(), _TYPES[name.rsplit(".", 1)[1]])


@lru_cache(maxsize=8)
def name_asset(name: str) -> str:
    """Its address, which changes with what is in it."""
    made = load_asset(name)
    assert made is not None
    return f"/assets/{name}?{sha256(made.body).hexdigest()[:12]}"


def show_day(moment: str | None) -> str:
    """A day or minute as the store has it, in words; "" for None."""
    return render_interval(moment, moment, "day", short=True) if moment else ""


def show_days(first: str | None, last: str | None) -> str:
    """From one day to another."""
    if not first and not last:
        return "undated"
    return render_interval((first or last or "")[:10], (last or first or "")[:10], "day", short=True)


def show_moment(moment: str) -> str:
    """A moment of the store's own clock, to the minute."""
    return f"{show_day(moment[:10])}, {moment[11:16]} UTC" if moment else ""
