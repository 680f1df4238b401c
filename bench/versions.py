"""Versions of articles, planted into real pages: which are found, what is said to have changed, what is kept apart.

usage: python bench/versions.py BENCHMARKS_FOLDER [--show]

Each page of `main_text` is read three times: as it is; with changes planted into its article (a number, a name, a
sentence taken out, one put in, a note of correction, wherever the page has a place for them); and as it is with other
white space. All are told to be of one site, once as HTML, each with its address, once as plain text without one, so
that 180 articles have to be told apart by what they say. `found`: changed pages that are held to be versions of their
own page; `again`: pages met again that are found to be the same; `told` and `right`: planted changes that are told, and
told changes that were planted; `apart`: articles not mixed up with any other, here and among the reports of
`stories/news_cluster.jsonl`, outlet by outlet, where an outlet often tells one story in several articles.
"""

import argparse
import json
import random
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench.main_pages import GoldPage, read_pages, strip_page
from tellings.clean.pages import read_draft
from tellings.clean.settle import settle_drafts
from tellings.ingest.received import Received, make_capture
from tellings.records import Draft, Drop, Interval, Precision, Report, Revision, Span, make_id
from tellings.text.words import words_of

_SENTENCE = re.compile(r"(?<=[.!?] )[A-Z][^.!?<>&\n]{40,240}[.!?](?= [A-Z])")
_NUMBER = re.compile(r"(?<![\d.,])\d{1,4}(?![\d.,]*\d)")
_NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{3,}(?= [a-z])")
_ADDED = "A second survey of the whole matter is to follow in spring, the regional office said on Monday evening."
_NOTE = "Correction: An earlier version of this article gave a wrong figure in its third paragraph."


@dataclass(frozen=True, slots=True)
class Planted:
    """A change put into a page: its kind, and words that must stand at its place before and after."""

    kind: str
    before: str
    after: str


def plant(page: GoldPage) -> tuple[str, list[Planted]]:
    """The page's markup with changes in sentences of its article, and these."""
    dice = random.Random(page.name)
    body = " ".join(page.body.split())
    places = [found.group() for found in _SENTENCE.finditer(body)]
    places = [sentence for sentence in places if page.markup.count(sentence) == 1 and body.count(sentence) == 1]
    dice.shuffle(places)
    markup, planted = page.markup, []
    for kind in ("number", "name", "removed", "added", "correction"):
        sentence = next((s for s in places if _fits(kind, s, markup)), None)
        if sentence is None:
            continue
        places.remove(sentence)
        changed, change = _change(kind, sentence)
        markup = markup.replace(sentence, changed)
        planted.append(change)
    return markup, planted


def _fits(kind: str, sentence: str, markup: str) -> bool:
    if kind == "correction":
        return markup.count("<p>") > 3
    return {"number": _NUMBER, "name": _NAME}.get(kind, re.compile("")).search(sentence) is not None


def _change(kind: str, sentence: str) -> tuple[str, Planted]:
    if kind == "number":
        old = _NUMBER.search(sentence)
        new = str(int(old.group()) + 7) if old else ""
        return _NUMBER.sub(new, sentence, count=1), Planted(kind, old.group() if old else "", new)
    if kind == "name":
        old = _NAME.search(sentence)
        return _NAME.sub("Tarnwick", sentence, count=1), Planted(kind, old.group() if old else "", "Tarnwick")
    if kind == "removed":
        return "", Planted(kind, sentence, "")
    if kind == "added":
        return f"{sentence} {_ADDED}", Planted(kind, "", _ADDED)
    return f"{sentence}</p><p>{_NOTE}</p><p>", Planted(kind, "", _NOTE)


def read_three(page: GoldPage, *, text: bool) -> tuple[list[Draft], list[Planted]]:
    """The page, changed, and met again, as drafts; empty where it is not read as a report."""
    markup, planted = plant(page)
    again = page.markup.replace(". ", ".\n  ").replace("</p>", " </p>\n")
    drafts = []
    for name, content, fetched in (("first", page.markup, "01"), ("later", markup, "02"), ("again", again, "03")):
        content = strip_page(content, blank_lines=True) if text else content
        received = Received(f"{page.name} {name}", content.encode(), fetched=f"2031-01-{fetched}T00:00:00Z")
        draft = read_draft(make_capture(received, "text/plain" if text else "text/html"))
        if isinstance(draft, Draft):
            url = None if text else f"https://{page.group}/{page.name}"
            alone = replace(draft.alone, url=url, modified=None, published=None)
            drafts.append(replace(draft, site="one", alone=alone))
    if len(drafts) < 3:
        return [], []
    before, after = (" ".join(strip_page(content, blank_lines=True).split()) for content in (page.markup, markup))
    first = " ".join(drafts[0].alone.text.split())
    seen = [change for change in planted if change.after in after and (change.after or change.before not in after)]
    return drafts, [change for change in seen if change.before in first and change.before in before]


class Tally:
    """What was planted and what was found, over all pages."""

    def __init__(self) -> None:
        self.count: dict[str, int] = defaultdict(int)
        self.whole: dict[str, int] = defaultdict(int)

    def note(self, kind: str, holds: bool) -> None:
        """Count one expectation."""
        self.count[kind] += holds
        self.whole[kind] += 1

    def share(self, kind: str) -> float:
        """Met of all."""
        return self.count[kind] / max(1, self.whole[kind])


def judge_pages(pages: Sequence[GoldPage], tally: Tally, *, text: bool, show: bool) -> None:
    """Settle all pages as one site and count what came of each."""
    drafts: list[Draft] = []
    planted = {}
    for page in pages:
        three, planted[page.name] = read_three(page, text=text)
        drafts += three
    made = list(settle_drafts(drafts))
    reports = {report.id: report for report in made if isinstance(report, Report)}
    revised = {reports[r.report].origin: r for r in made if isinstance(r, Revision)}
    same = {drop.capture: reports[drop.same_as].origin for drop in made if isinstance(drop, Drop) and drop.same_as}
    for name in sorted({draft.alone.origin.split()[0] for draft in drafts}):
        first, later, again = (f"{name} {which}" for which in ("first", "later", "again"))
        revision = revised.get(later)
        mates = {page for page, other in same.items() if other.split()[0] == name} | {first, later, again}
        near = [reports[r.earlier].origin for page, r in revised.items() if page.split()[0] == name]
        mixed = any(page.split()[0] != name for page in (*mates, *near))
        tally.note("apart", not mixed)
        tally.note("again", {same.get(again), same.get(first)} & {first, again} != set())
        if not planted[name]:
            continue
        tally.note("found", revision is not None and not mixed)
        if revision is not None:
            _judge_changes(name, revision, planted[name], reports, tally, show=show)


def _judge_changes(
    name: str, revision: Revision, planted: Sequence[Planted], reports: dict[str, Report], tally: Tally, *, show: bool
) -> None:
    told = [(c.kind, _words(c.before, reports), _words(c.after, reports)) for c in revision.changes]
    for change in planted:
        found = any(_is_change(change, entry) for entry in told)
        tally.note("told", found)
        tally.note(f"told_{change.kind}", found)
        if show and not found:
            print(f"{name}: not told: {change}")
    for entry in told:
        right = any(_is_change(change, entry) for change in planted)
        tally.note("right", right)
        if show and not right:
            print(f"{name}: not planted: {entry}")


def _words(span: Span | None, reports: dict[str, Report]) -> str:
    return " ".join(words_of(span.of(reports[span.report]))) if span else ""


def _is_change(change: Planted, entry: tuple[str, str, str]) -> bool:
    kind, before, after = entry
    wanted = " ".join(words_of(change.before)), " ".join(words_of(change.after))
    if kind != change.kind:
        return False
    return all(one in other and bool(one) == bool(other) for one, other in zip(wanted, (before, after), strict=True))


def read_news(path: Path) -> Iterator[list[Draft]]:
    """The reports of each outlet, without their addresses."""
    by_outlet: dict[str, list[Draft]] = defaultdict(list)
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        title, day = row["title"] or None, (row["date"] or "")[:10]
        lines = [title or "", *(piece for piece in row["text"].split("\n") if piece.strip())]
        text = "\n\n".join(lines).strip()
        when = Interval(day, day, Precision.DAY) if day else None
        report = Report(
            make_id("report", row["id"]), row["id"], row["id"], row["outlet"], title, None, when, "en", text
        )
        by_outlet[row["outlet"]].append(Draft(make_id("draft", row["id"]), row["outlet"], report, None, row["id"]))
    yield from by_outlet.values()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="what is missed, and what is told and was not planted")
    args = parser.parse_args()
    pages = read_pages(args.folder / "main_text")
    figures = []
    for name, text in (("html", False), ("text", True)):
        tally = Tally()
        judge_pages(pages, tally, text=text, show=args.show)
        print(f"{name}: " + " ".join(f"{kind} {tally.share(kind):.3f} of {tally.whole[kind]}" for kind in tally.whole))
        kinds = ("found", "again", "told", "right", "apart")
        figures += [f"{kind}_{name}={tally.share(kind):.3f}" for kind in kinds]
    news = Tally()
    for drafts in read_news(args.folder / "stories" / "news_cluster.jsonl"):
        for record in settle_drafts(drafts):
            if isinstance(record, Report | Drop):
                news.note("apart", isinstance(record, Report) and record.supersedes is None)
    print("versions " + " ".join([*figures, f"apart_news={news.share('apart'):.3f}"]))


if __name__ == "__main__":
    main()
