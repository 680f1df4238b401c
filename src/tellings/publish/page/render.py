"""The contract in, one self-contained HTML page out: style, script and drawings inside, no request to anywhere.

The page's own policy forbids every load; the one style and the one script are allowed by their hashes.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from tellings.publish.dates import render_interval
from tellings.publish.languages import tell_unread
from tellings.publish.page.belonging import Related, build_related
from tellings.publish.page.escaping import escape_words
from tellings.publish.page.small_parts import SmallParts
from tellings.publish.page.view import build_story
from tellings.publish.words_for import KINDS, rate_likeness, tell_ruling, write_ruling

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Alone:
    """A report that no other one tells of, and why it stands alone."""

    title: str
    name: str
    when: str
    why: str
    overrule: str  # the line of a file of judgements that would join it to what it is nearest to
    related: Sequence[Related]
    rulings: Sequence[str]
    capture: str
    language: str
    text: Sequence[str]


def render_page(contract: Json) -> str:
    """The whole page. A single report is told as a story only where there is no other; else it is folded at the end."""
    several = [story for story in contract["stories"] if len(story["reports"]) > 1]
    told = several or contract["stories"][:1]
    captures = {report["id"]: report for story in contract["stories"] for report in story["reports"]}
    anchors = {story["id"]: f"#s{number}" for number, story in enumerate(told, 1)}
    stories = [build_story(story, anchors[story["id"]][1:], anchors) for story in told]
    alone = [_alone(story, captures, anchors) for story in contract["stories"] if story not in told]
    style = read_asset("page.css") + light_up(claim for story in stories for claim in story.cut_claims)
    script = read_asset("page.js")
    page = (
        _environment()
        .get_template("page.html.j2")
        .render(
            version=contract["tellings"],
            title=stories[0].plain_headline if stories else "Nothing to tell",
            stories=stories,
            alone=alone,
            dropped=[drop for drop in contract["dropped"] if not drop.get("same_as")],
            total=len(captures),
            kinds=KINDS,
            style=Markup(style),
            script=Markup(script),
            policy=_policy(style, script),
        )
    )
    return page.encode("utf-8", "replace").decode("utf-8") + "\n"  # a lone surrogate cannot be written to a file


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("tellings.publish.page"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    SmallParts(escape_words).add_to(environment)
    return environment


@lru_cache(maxsize=2)
def read_asset(name: str) -> str:
    """What the page carries inside: page.css or page.js."""
    return files("tellings.publish.page").joinpath(name).read_text(encoding="utf-8")


def light_up(cut_claims: Iterable[str]) -> str:
    """Rules for claims that cross others and so stand in several pieces: all pieces light up with the first."""
    return "".join(f".text:has(#{claim}:target) .{claim}{{background:var(--hit)}}\n" for claim in cut_claims)


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{hash_source(style)}'; script-src '{hash_source(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def hash_source(source: str) -> str:
    """As a policy names what it allows."""
    return "sha256-" + b64encode(sha256(source.encode()).digest()).decode()


def _alone(story: Json, captures: Mapping[str, Json], anchors: Mapping[str, str]) -> Alone:
    (report,) = story["reports"]
    nearest = story.get("nearest")
    why = "It shares too little with any other report to have been compared in full."
    if nearest:
        other = captures.get(nearest["report"])
        name = (other["outlet"] or other["title"] or other["capture"]) if other else "another report"
        why = f"Nearest to {name}, {rate_likeness(nearest['score'])}: {nearest['reason']}."
        if story["judgements"]:
            why = f"Nearest to {name}."
    rulings = [tell_ruling(ruling, ruling["left_named"], ruling["right_named"]) for ruling in story["judgements"]]
    return Alone(
        title=report["title"] or "Untitled report",
        name=report["outlet"] or report["capture"],
        when=render_interval(**report["published"], short=True) if report["published"] else "",
        why=f"{why} {unread[:1].upper()}{unread[1:]}." if (unread := tell_unread(report)) else why,
        overrule=write_ruling(report["id"], nearest["report"], "same_story", holds=False) if nearest else "",
        related=build_related(story, anchors),
        rulings=rulings,
        capture=report["capture"],
        language=report["language"] or "und",
        text=[line for line in report["text"].split("\n") if line.strip()],
    )
