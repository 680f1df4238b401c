"""What `clean` reads of a page beside its text (title, outlet, byline, dates, language), against what pages declare.

    python bench/metadata.py FOLDER [--show FIELD:WAY] [--only WAY]

FOLDER holds the Article Extraction Benchmark (ground-truth.json, html/). What its pages declare in JSON-LD and meta
elements is the answer; a field counts where the declarations agree on it. Each page is read in four ways: `visible`,
its HTML without head, scripts and any attribute that declares something; `lines` and `paragraphs`, stripped to plain
text; and `whole`, as it came, compared with `bench/own/page_dates.tsv` (days read off the page by a person) too.
A day is `right`, `moved` (the same moment, or a day next to it that is the same in another zone, where the page
declares a moment), `wrong` or `none`. htmldate is asked for the day of the same HTML in the same run.
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import htmldate
from lxml import etree, html

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.main_pages import GoldPage, read_pages, strip_page
from tellings.clean.pages import read_report
from tellings.records import Capture, Interval, Report
from tellings.text.folding import fold

WAYS = ("whole", "visible", "lines", "paragraphs")
FIELDS = ("published", "clock", "modified", "title", "outlet", "byline", "language")
VERDICTS = ("right", "moved", "wrong", "none", "invented")
HAND = Path(__file__).parent / "own" / "page_dates.tsv"
_DECLARING = ("itemprop", "itemscope", "itemtype", "property", "typeof", "vocab", "datetime", "pubdate", "content")
_ARTICLE = re.compile(r"(?:article|posting|report)$", re.I)
_FIRST_YEAR = 1980  # what is declared to be older was never filled in
_ZONES = (timedelta(hours=-12), timedelta(hours=14))
_SUFFIX = re.compile(r"\.(?:com|org|net|co|news|gov|edu|tv|info|io|[a-z]{2})(?:\.[a-z]{2})?$", re.I)


@dataclass(frozen=True, slots=True)
class Answer:
    """What a page declares of itself; empty where it declares nothing, or things that do not agree."""

    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    bylines: tuple[str, ...] = ()
    language: str = ""


@dataclass(slots=True)
class Count:
    """Verdicts on one field read in one way."""

    verdicts: Counter[str] = field(default_factory=Counter)

    def share(self, verdict: str) -> float:
        asked = sum(self.verdicts[name] for name in VERDICTS[:4])
        return self.verdicts[verdict] / max(1, asked)


def read_answer(page: GoldPage, url: str) -> Answer:
    """The declarations of a page, read apart from the code that is measured."""
    tree = html.document_fromstring(page.markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    metas: dict[str, list[str]] = {}
    for node in tree.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or ""
        metas.setdefault(name.lower(), []).append((node.get("content") or "").strip())
    linked = [entry for entry in _linked(tree) if _ARTICLE.search(str(entry.get("@type") or ""))]

    def all_of(names: Sequence[str], key: str) -> tuple[str, ...]:
        values = [value for name in names for value in metas.get(name, [])]
        values += [found for entry in linked for found in _strings(entry.get(key))]
        return tuple(dict.fromkeys(value for value in values if value))

    host = (urlsplit(url).hostname or "").removeprefix("www.")
    labels = host.split(".")
    shown = tuple(" ".join("".join(map(str, node.itertext())).split()) for node in list(tree.iter("title"))[:1])
    handles = tuple(value.lstrip("@") for value in metas.get("twitter:site", []))
    outlets = all_of(("og:site_name", "application-name", "dc.publisher"), "publisher")
    return Answer(
        published=all_of(("article:published_time", "datepublished", "og:published_time", "pubdate"), "datePublished"),
        modified=all_of(("article:modified_time", "datemodified", "og:updated_time"), "dateModified"),
        titles=all_of(("og:title", "twitter:title"), "headline") + shown,
        outlets=(*outlets, *handles, host, *labels[-3:-1]) if outlets or handles else (),
        bylines=tuple(name for name in all_of(("author",), "author") if not str(name).startswith(("http", "@"))),
        language=str(tree.get("lang") or "")[:2].lower(),
    )


def _linked(tree: Any) -> Iterator[dict[str, Any]]:
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                todo = [json.loads(script.text or "", strict=False)]
            except ValueError:
                continue
            while todo:
                entry = todo.pop()
                if isinstance(entry, list):
                    todo += entry
                elif isinstance(entry, dict):
                    yield entry
                    todo += [entry[key] for key in ("@graph", "mainEntity") if key in entry]


def _strings(value: Any) -> list[str]:
    if isinstance(value, list):
        return [name for one in value for name in _strings(one)]
    if isinstance(value, dict):
        return _strings(value.get("name"))
    return [" ".join(value.split())] if isinstance(value, str) else []


def strip_declarations(markup: str) -> str:
    """The page without head, scripts, and the attributes in which pages declare things to machines."""
    tree = html.document_fromstring(markup.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    etree.strip_elements(tree, "head", "script", "meta", "link", etree.Comment, with_tail=False)
    for node in tree.iter(etree.Element):
        for name in [str(key) for key in node.attrib]:
            if name in _DECLARING or name.startswith("data-") or name == "title":
                del node.attrib[name]
    return str(html.tostring(tree, encoding="unicode"))


def read_way(page: GoldPage, way: str, url: str) -> tuple[Report | None, str]:
    """The report that `clean` makes of the page read in one of the ways, and what it was given."""
    if way == "whole":
        content = page.markup
    elif way == "visible":
        content = strip_declarations(page.markup)
    else:
        content = strip_page(page.markup, blank_lines=way == "paragraphs")
    kind = "text/html" if way in ("whole", "visible") else "text/plain"
    hints = (("url", url),) if way == "whole" else ()
    report = read_report(Capture(page.name, page.name, kind, None, "", content.encode("utf-8", "replace"), hints))
    return (report if isinstance(report, Report) else None), content


def parse_moments(values: Sequence[str]) -> list[datetime | date]:
    """Declared dates as moments (with a zone), local times or days."""
    found: list[datetime | date] = []
    for value in values:
        try:
            found.append(date.fromisoformat(value) if len(value) == 10 else datetime.fromisoformat(value))
        except ValueError:
            continue
    return [moment for moment in found if moment.year > _FIRST_YEAR]


def judge_day(found: date | None, clock: str | None, declared: Sequence[datetime | date]) -> str:
    """One of the verdicts on a day, and its time of day where one was read."""
    days = {moment.date() if isinstance(moment, datetime) else moment for moment in declared}
    if found is None:
        return "none"
    if found in days:
        return "right"
    for moment in declared:
        if isinstance(moment, datetime) and moment.tzinfo is not None:
            utc = moment.astimezone(UTC)
            if clock is None and (utc + _ZONES[0]).date() <= found <= (utc + _ZONES[1]).date():
                return "moved"
            if clock is not None:
                told = datetime.fromisoformat(f"{found}T{clock}").replace(tzinfo=UTC)
                apart = (told - utc.replace(second=0, microsecond=0)).total_seconds()
                if _ZONES[0].total_seconds() <= apart <= _ZONES[1].total_seconds() and apart % 900 == 0:
                    return "moved"
    return "wrong"


def judge_date(found: Interval | None, values: Sequence[str]) -> str | None:
    """The verdict on the day; None where the page declares none, or several that are not one."""
    declared = parse_moments(values)
    if not declared:
        return None
    days = {moment.date() if isinstance(moment, datetime) else moment for moment in declared}
    if max(days) - min(days) > timedelta(days=1):
        return None
    clock = found.start[11:16] if found and found.start and len(found.start) > 10 else None
    return judge_day(found.first_day() if found else None, clock, declared)


def judge_clock(found: Interval | None, values: Sequence[str]) -> str | None:
    """The verdict on the minute, where one was read (or the page declares one): `moved` without a zone of its own."""
    declared = [moment for moment in parse_moments(values) if isinstance(moment, datetime) and moment.tzinfo]
    if not declared or all(moment.strftime("%H%M") == "0000" for moment in declared):
        return None
    if not found or not found.start or len(found.start) < 16:
        return "none"
    for moment in declared:
        utc = moment.astimezone(UTC).replace(second=0, microsecond=0)
        told = datetime.fromisoformat(found.start + (found.zone or "Z"))
        apart = (told - utc).total_seconds()
        if apart == 0 and found.zone:
            return "right"
        if not found.zone and _ZONES[0].total_seconds() <= apart <= _ZONES[1].total_seconds() and apart % 900 == 0:
            return "moved"
    return "wrong"


def flat(text: str) -> str:
    """Letters and digits alone."""
    return re.sub(r"[\W_]+", "", fold(text))


def judge_title(found: str | None, titles: Sequence[str]) -> str | None:
    """Right: what is declared, with or without the site's name behind it."""
    if not titles:
        return None
    if not found:
        return "none"
    shown = flat(found)
    right = any(shown == flat(title) or (len(shown) > 12 and flat(title).startswith(shown)) for title in titles)
    return "right" if right else "wrong"


def _outlet_key(name: str) -> str:
    return flat(_SUFFIX.sub("", name.strip().lower()).removeprefix("the ").removeprefix("www."))


def judge_outlet(found: str | None, outlets: Sequence[str]) -> str | None:
    """Right: a name that the page declares, or the name in its address."""
    if not outlets:
        return None
    if not found:
        return "none"
    keys = {_outlet_key(name) for name in outlets} | {_outlet_key(name).removeprefix("the") for name in outlets}
    return "right" if _outlet_key(found) in keys else "wrong"


def judge_byline(found: str | None, answer: Answer) -> str | None:
    """Right: a declared author is in it, or most of it is declared; outlets as authors are no answer."""
    names = [name for name in answer.bylines if _outlet_key(name) not in {_outlet_key(o) for o in answer.outlets}]
    if not names:
        return None
    if not found:
        return "none"
    declared = {word for name in names for word in re.findall(r"\w+", fold(name))}
    own = re.findall(r"\w+", fold(found))
    if any(set(re.findall(r"\w+", fold(name))) <= set(own) for name in names):
        return "right"
    return "right" if sum(word in declared for word in own) * 2 > len(own) else "wrong"


def judge_report(report: Report | None, answer: Answer) -> dict[str, str | None]:
    """The verdict on each field."""
    verdicts = {
        "published": judge_date(report.published if report else None, answer.published),
        "clock": judge_clock(report.published if report else None, answer.published),
        "modified": judge_date(report.modified if report else None, answer.modified),
        "title": judge_title(report.title if report else None, answer.titles),
        "outlet": judge_outlet(report.outlet if report else None, answer.outlets),
        "byline": judge_byline(report.byline if report else None, answer),
    }
    told = report.language if report and report.language != "und" else ""
    verdicts["language"] = (
        (("right" if told == answer.language else "wrong") if told else "none") if answer.language else None
    )
    return verdicts


def read_hand_days() -> dict[str, date]:
    """Days that a person read off the pages: page name, day."""
    if not HAND.is_file():
        return {}
    rows = [row.split("\t") for row in HAND.read_text(encoding="utf-8").splitlines() if row and not row.startswith("#")]
    return {name: date.fromisoformat(day) for name, day in rows}


def ask_htmldate(markup: str, url: str | None) -> date | None:
    """The peer's day of publication."""
    try:
        found = htmldate.find_date(markup, original_date=True, url=url)
    except Exception:
        return None
    return date.fromisoformat(found) if found else None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", default="", help="FIELD:WAY, print the pages on which that field is not right")
    parser.add_argument("--only", default="", help="one way")
    args = parser.parse_args()
    pages = read_pages(args.folder)
    urls = {
        name: str(gold["url"])
        for name, gold in json.loads((args.folder / "ground-truth.json").read_text("utf-8")).items()
    }
    hand = read_hand_days()
    counts: dict[tuple[str, str], Count] = {}

    def note(name: str, way: str, verdict: str | None, told: object, wanted: object) -> None:
        if verdict:
            counts.setdefault((name, way), Count()).verdicts[verdict] += 1
            if args.show == f"{name}:{way}" and verdict not in ("right", "moved"):
                print(f"  {verdict:<6} {wanted!s:.110} | {told!s:.110}")

    for page in pages:
        answer = read_answer(page, urls[page.name])
        for way in WAYS:
            if args.only and way != args.only:
                continue
            report, content = read_way(page, way, urls[page.name])
            for name, verdict in judge_report(report, answer).items():
                read = "published" if name == "clock" else name
                told = getattr(report, read, None)
                told = (told.start, told.zone) if isinstance(told, Interval) else told
                key = {"clock": "published", "title": "titles", "outlet": "outlets", "byline": "bylines"}.get(
                    name, name
                )
                note(name, way, verdict, f"{told} {page.name[:12]}", getattr(answer, key))
            if page.name in hand:
                shown = report.published.first_day() if report and report.published else None
                note(
                    "hand", way, judge_day(shown, None, [hand[page.name]]), shown, f"{hand[page.name]} {page.name[:9]}"
                )
            if way in ("whole", "visible"):
                day = ask_htmldate(content, urls[page.name] if way == "whole" else None)
                if judge_date(None, answer.published):
                    note("htmldate", way, judge_day(day, None, parse_moments(answer.published)), day, page.name)
                if page.name in hand:
                    note("htmldate_hand", way, judge_day(day, None, [hand[page.name]]), day, page.name)
    for (name, way), count in sorted(counts.items(), key=lambda entry: (WAYS.index(entry[0][1]), entry[0][0])):
        print(f"{way:<11}{name:<14}" + "  ".join(f"{verdict} {count.verdicts[verdict]:>3}" for verdict in VERDICTS[:4]))
    print("metadata " + " ".join(render_figures(counts)))


def render_figures(counts: dict[tuple[str, str], Count]) -> Iterator[str]:
    """For each field and way the share that is right (a day moved is right) and the share that is wrong."""
    for (name, way), count in sorted(counts.items()):
        yield f"{name}_{way}={count.share('right') + count.share('moved'):.3f}"
        yield f"{name}_{way}_wrong={count.share('wrong'):.3f}"


if __name__ == "__main__":
    main()
