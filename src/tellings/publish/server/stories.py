"""The address of a story or a report in, its page out: the account as the store holds it, with ways to judge it."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from markupsafe import Markup, escape
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from tellings.errors import CallError, StoreError, UnknownError
from tellings.publish.page.citing import Desk
from tellings.publish.page.render import hash_source, light_up
from tellings.publish.page.revising import build_revisions
from tellings.publish.page.view import FullText, build_full_text, build_story, order_agreed
from tellings.publish.server.guard import POLICY
from tellings.publish.server.reading import Made
from tellings.publish.server.site import Site
from tellings.publish.server.then import Then, read_then
from tellings.store.view import View

Json = Mapping[str, Any]
Shower = Callable[[Site, View, str, Then], Made]
_KEY = "s1"  # before every id in the page
_MOST_NAME = 200  # letters of the name of a story or report
_RULINGS = 50  # judgements on a report that its page shows


@dataclass(frozen=True, slots=True)
class Live:
    """The ways from a story's page to other pages of the server."""

    story: str
    judging: bool
    then: Then

    def to_report(self, report: str) -> str:
        """A report's own page."""
        return self.then.keep(f"/reports/{quote(report, safe='')}")

    def to_pair(self, line: str) -> str:
        """The form to judge two reports by. line: what a file of judgements would say, left and right first."""
        left, right, *_ = line.split(",")
        return "/judge?" + urlencode({"left": left, "right": right})

    def to_finding(self, finding: str) -> str:
        """The form to judge the claims of a finding by."""
        return "/judge?" + urlencode({"story": self.story, "finding": finding})


def build_routes(site: Site) -> list[Route]:
    """The addresses of stories and reports."""
    shown: dict[str, Shower] = {
        "/stories/{name}": show_story, "/reports/{name}": show_report
    }  # fmt: skip
    return [Route(path, _answer_with(site, show), methods=["GET"]) for path, show in shown.items()]


def _answer_with(site: Site, show: Shower) -> Callable[[Request], Any]:
    async def answer(request: Request) -> Response:
        name, then = request.path_params["name"][:_MOST_NAME], read_then(request)
        return await site.reading.answer(request, lambda view: show(site, view, name, then), then)

    return answer


def show_story(site: Site, view: View, name: str, then: Then) -> Made:
    """The story page; the way there from an id that the story had before. Raises UnknownError."""
    found = find_story(view, name)
    if found != name:
        return Made(b"", status=307, headers={"location": then.keep(_lead_to(found))})
    mark, story = view.story(found)
    key = f"{mark} {then.keep('')}{then.until} {then.here} {then.others}"  # the page says and links to the moment
    return site.reading.keep(key, lambda: _make_story(site, story, found, then))


def _make_story(site: Site, story: Json, found: str, then: Then) -> Made:
    anchors = {other["story"]: then.keep(_lead_to(other["story"])) for other in story["related"]}
    told = build_story(story, _KEY, anchors)
    style = light_up(told.cut_claims)
    return site.make(
        "told.html.j2",
        headers={"content-security-policy": _allow_style(style)},
        then=then,
        headline=told.plain_headline,
        account=site.tell(told, Live(found, site.judging is not None and not then.until, then)),
        story_id=found,
        style=Markup(style),
    )


def _lead_to(story: str) -> str:
    return f"/stories/{quote(story, safe='')}"


def find_story(view: View, name: str) -> str:
    """The id that a story goes by now. Raises UnknownError."""
    try:
        return view.find_story(name)
    except StoreError:
        raise
    except CallError as error:
        raise UnknownError(f"There is no story {name!r} here.") from error


def _allow_style(style: str) -> str:
    """The policy with one style of the page's own: which pieces of a cut claim light up together."""
    return POLICY.replace("style-src 'self'", f"style-src 'self' '{hash_source(style)}'") if style else POLICY


def show_report(site: Site, view: View, name: str, then: Then) -> Made:
    """A report's own page: its text with every claim marked, each leading to where the story tells it. Raises
    UnknownError."""
    try:
        row = view.report(name)
    except StoreError:
        raise
    except CallError as error:
        raise UnknownError(f"There is no report {name!r} here.") from error
    story = view.account(row.story)["stories"][0]
    desk = Desk(story, _KEY)
    findings = list(_cite(story, row.report.id, desk))
    report = next(report for report in story["reports"] if report["id"] == row.report.id)
    text, cut = build_full_text(report, desk, build_revisions(story, desk))
    style = light_up(cut)
    return site.make(
        "report.html.j2",
        headers={"content-security-policy": _allow_style(style)},
        then=then,
        row=row,
        text=text,
        beside=[tag for tag in desk.tags.values() if tag.report != row.report.id],
        paragraphs=_lead_to_story(text, then.keep(_lead_to(row.story))),
        findings=findings,
        rulings=view.judgements(report=row.report.id, limit=_RULINGS),
        style=Markup(style),
    )


def _cite(story: Json, report: str, desk: Desk) -> Iterator[Json]:
    """The findings that rest on the report, each of its claims in them and in cases marked as the story's page does."""
    for number, case in enumerate(story["cases"], 1):
        for claim in case["claims"]:
            if claim["report"] == report:
                desk.cite(claim, "cited", (f"R{number}", f"#{_KEY}-case{number}", "The request"))
    by_status = {s: [f for f in story["findings"] if f["status"] == s] for s in ("differ", "agree", "single")}
    first, rest = order_agreed(by_status["agree"])
    for status, title, findings in (
        ("differ", "Where they differ", by_status["differ"]),
        ("agree", "Agreed", first + rest),
        ("single", "", by_status["single"]),
    ):
        for number, finding in enumerate(findings, 1):
            claims = [claim for claim in finding["claims"] if claim["report"] == report]
            anchor = (f"{status[0].upper()}{number}", f"#{_KEY}-{status[0]}{number}", title) if title else None
            for claim in claims:
                desk.cite(claim, status, anchor)
            if claims:
                yield finding


def _lead_to_story(text: FullText, story: str) -> Markup:
    """story: its address. The links back from claims lead to another page. They alone begin so: in words of the report
    every quotation mark is written as a reference."""
    return Markup(str(text.paragraphs).replace('href="#', f'href="{escape(story)}#'))
