"""The contract in, the same account as readable Markdown out.

Every statement ends in the reports that say it and the numbers of the notes that hold their words: `[A Outlet 3]`.
Words of the reports stand in “quotation marks” or in the notes; all of them are escaped.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from tellings.publish.dates import render_interval
from tellings.publish.judged import STAGES
from tellings.publish.languages import tell_unread, tell_unread_many
from tellings.publish.words_for import (
    CHANGES,
    RELATED,
    ROLES,
    call_report,
    count_behind,
    part_ruling,
    rate_likeness,
    rate_lineage,
    tell_ruling,
    tell_states,
)

Json = Mapping[str, Any]
_LINKED, _TOGETHER = 60, 30  # linked pairs, and reports whose place in the story is explained
_APART = 6  # pairs held to be independent that are told
_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~])")
_LEADING = re.compile(r"^(\s*)([-+]|\d+[.)])(\s)")


def render_markdown(contract: Json) -> str:
    """The account of all stories, single reports as a list at the end, then what was left out."""
    several = [story for story in contract["stories"] if len(story["reports"]) > 1]
    told = several or contract["stories"][:1]
    parts = [line for number, story in enumerate(told, 1) for line in _Telling(story, number).lines()]
    alone = [story for story in contract["stories"] if story not in told]
    if alone:
        parts += ["## Standing alone", *(_alone(story) for story in alone)]
    dropped = [drop for drop in contract["dropped"] if not drop.get("same_as")]
    if dropped:
        parts += ["## Left out"]
        parts += [f"- {escape(drop['capture'])}: {escape(drop['reason'])} ({drop['stage']})" for drop in dropped]
    if not told:
        parts.insert(0, "# Nothing to tell")
    return _space("\n".join(parts)).encode("utf-8", "replace").decode("utf-8")


def escape(text: str) -> str:
    """Text on one line in which nothing is taken for Markdown or HTML."""
    plain = _SPECIAL.sub(r"\\\1", " ".join(text.split()).replace("&", "&amp;"))
    return _LEADING.sub(r"\1\\\2\3", plain)


def _space(text: str) -> str:
    """An empty line before and after each heading and before the first point of each list."""
    lines: list[str] = []
    for line in text.split("\n"):
        if lines and not (line.startswith("- ") and lines[-1].startswith("- ")):
            lines.append("")
        lines.append(line)
    return "\n".join(lines) + "\n"


def _alone(story: Json) -> str:
    (report,) = story["reports"]
    why = f": {escape(story['nearest']['reason'])}" if story.get("nearest") else ""
    rulings = [tell_ruling(ruling, ruling["left_named"], ruling["right_named"]) for ruling in story["judgements"]]
    if rulings:
        why = ": " + escape(" ".join(rulings))
    unread = f"; {tell_unread(report)}" if tell_unread(report) else ""
    named = f"{escape(report['title'] or 'Untitled report')} ({escape(report['outlet'] or report['capture'])})"
    return f"- {named}{why}{unread}"


class _Telling:
    """One story, told line by line; notes are numbered in the order in which they are first cited."""

    def __init__(self, story: Json, number: int) -> None:
        self.story = story
        self.key = f"{number}." if number > 1 else ""
        self.reports = {report["id"]: report for report in story["reports"]}
        self.names = {report["id"]: call_report(report, n) for n, report in enumerate(story["reports"], 1)}
        self.notes: dict[tuple[str, int, int], str] = {}

    def lines(self) -> list[str]:
        """The story, section by section."""
        story = self.story
        counts = story["counts"]
        when = render_interval(**story["when"]) if story.get("when") else ""
        told = " · ".join(part for part in (when, ", ".join(map(escape, story.get("where") or ()))) if part)
        lines = [f"# {escape(story['headline'])}"]
        lines += [told] if told else []
        kinds = [("reports", "report"), ("publishers", "publisher"), ("independent_lines", "independent line")]
        if counts["articles"] < counts["reports"]:
            kinds.insert(1, ("articles", "article"))
        lines.append(" · ".join(_count(counts[kind], name) for kind, name in kinds))
        why = [publisher["reason"] for publisher in story["publishers"] if publisher["reason"]]
        lines += [escape(f"Fewer publishers than outlets: {'. '.join(why)}.")] if why else []
        unread = tell_unread_many(story["reports"])
        lines += [escape(unread)] if unread else []
        body = [*self._summary(), *self._differences(), *self._agreed(), *self._singles(), *self._cases()]
        body += [*self._timeline(), *self._tree(), *self._quotations()]
        return [*lines, *body, *self._reports(), *self._changes(), *self._notes()]

    def cite(self, claims: Iterable[Json]) -> str:
        """The reports behind a statement, each with its notes."""
        numbers: dict[str, list[str]] = {}
        for claim in claims:
            place = (claim["report"], claim["start"], claim["end"])
            number = self.notes.setdefault(place, f"{self.key}{len(self.notes) + 1}")
            held = numbers.setdefault(claim["report"], [])
            if number not in held:
                held.append(number)
        return " ".join(f"\\[{self.tag(report)} {', '.join(held)}\\]" for report, held in numbers.items())

    def tag(self, report: str) -> str:
        """Letter of the line and name."""
        return f"{self.reports[report]['line'] or '?'} {escape(self.names[report])}"

    def said(self, claim: Json) -> str:
        """The claim's words, quoted."""
        text: str = self.reports[claim["report"]]["text"]
        return f"“{escape(text[claim['start'] : claim['end']])}”"

    def _of(self, status: str) -> list[Json]:
        return [finding for finding in self.story["findings"] if finding["status"] == status]

    def _summary(self) -> list[str]:
        told = [f"{escape(sentence['text'])} {self.cite(sentence['claims'])}" for sentence in self.story["summary"]]
        return ["## In short", *told] if told else []

    def _differences(self) -> list[str]:
        lines = []
        for number, finding in enumerate(self._of("differ"), 1):
            kind = "corrupted copy" if finding["corrupted"] else finding["difference"] or "difference"
            doubt = ", doubtful" if finding["doubtful"] else ""
            lines.append(f"### {number}. {escape(finding['question'] or finding['gist'])} ({kind}{doubt})")
            groups: dict[str, list[Json]] = {}
            for claim in finding["claims"]:
                value = f"“{escape(claim['value'])}”" if claim["value"] else self.said(claim)
                groups.setdefault(value.casefold(), []).append(claim)
            for group in groups.values():
                value = f"“{escape(group[0]['value'])}”" if group[0]["value"] else self.said(group[0])
                lines.append(f"- {value} {self.cite(group)}")
        return ["## Where they differ", *lines] if lines else []

    def _agreed(self) -> list[str]:
        findings = sorted(self._of("agree"), key=lambda finding: -finding["independent_lines"])
        lines = []
        for finding in findings:
            values = dict.fromkeys(escape(claim["value"]) for claim in finding["claims"] if claim["value"])
            worded = f" (“{'” / “'.join(values)}”)" if len(values) > 1 else ""
            lines.append(f"- {escape(finding['gist'])}{worded}, {_tell(finding)} {self.cite(finding['claims'])}")
        return ["## Agreed", *lines] if lines else []

    def _singles(self) -> list[str]:
        lines = []
        firsts = [finding["claims"][0] for finding in self._of("single") if finding["claims"]]
        for report in self.story["reports"]:
            claims = [claim for claim in firsts if claim["report"] == report["id"]]
            if claims:
                lines.append(f"### {self.tag(report['id'])}")
                lines += [f"- {self.said(claim)}" for claim in claims]
        return ["## Only one says", *lines] if lines else []

    def _cases(self) -> list[str]:
        lines = []
        for case in self.story["cases"]:
            decided = render_interval(case["decided"]["from"], case["decided"]["to"]) if case["decided"] else ""
            outcome = ", ".join(part for part in (escape(case["decision"] or "open"), decided) if part)
            asks = "is to ask" if case["state"] == "announced" else "asked"
            asked = f"{escape(case['requester'])} {asks} {escape(case['addressee'])}: {escape(case['asked'])}"
            lines += [f"## The {escape(case['kind'])}", f"{asked}. Outcome: {outcome}."]
            if len(case["states"]) > 1:
                lines.append(f"States: {tell_states(case['states'])}.")
            for role, title in ROLES.items():
                for claim in case["claims"]:
                    if claim["role"] == role:
                        when = render_interval(claim["from"], claim["to"], claim["precision"])
                        dated = "" if when == "undated" else f" ({when})"
                        lines.append(f"- **{title}**{dated}: {self.said(claim)} {self.cite([claim])}")
        return lines

    def _timeline(self) -> list[str]:
        lines = []
        for entry in self.story["timeline"]:
            when = render_interval(entry["from"], entry["to"], entry["precision"])
            kind = f" ({entry['kind']})" if entry["kind"] != "story" else ""
            lines.append(f"- **{when}**{kind}: {escape(entry['gist'])} {self.cite(entry['claims'])}")
        return ["## Timeline", *lines] if lines else []

    def _tree(self) -> list[str]:
        lineage = self.story["lineage"]
        surest = sorted(lineage["links"], key=lambda link: -link["score"])[:_LINKED]
        lines = [self._pair(link, link["relation"].replace("_", " ")) for link in surest]
        more = len(lineage["links"]) - len(surest)
        lines += [f"- and {_count(more, 'more linked pair')}; the account as JSON holds all"] if more else []
        apart = [self._pair(pair, "held to be independent") for pair in lineage["apart"][:_APART]]
        judged = [self._ruling(ruling) for ruling in self.story["judgements"]]
        together = [self._near(near) for near in self.story["together"][:_TOGETHER]]
        related = [
            f"- {RELATED.get(other['relation'], 'Beside it')}: {escape(other['headline'])} ({escape(other['reason'])})"
            for other in self.story["related"][:_TOGETHER]
        ]
        outside = [
            f"- Not in this story: {escape(near['other_named'])}, nearest to {self.tag(near['report'])}: "
            f"{_told(near, rate_likeness)}"
            for near in self.story["outside"]
        ]
        return [
            *(["## Family tree", *lines] if lines else []),
            *(["### Nearest of those that are not linked", *apart] if apart else []),
            *(["## Judged by people", *judged] if judged else []),
            *(["## Stories that hang together with it", *related] if related else []),
            *(["## Why one story", *together, *outside] if together or outside else []),
        ]

    def _pair(self, pair: Json, relation: str) -> str:
        tags = f"{self.tag(pair['left'])} – {self.tag(pair['right'])}"
        return f"- {tags}: {relation}; {_told(pair, rate_lineage)}"

    def _near(self, near: Json) -> str:
        tags = f"{self.tag(near['report'])} is nearest to {self.tag(near['nearest'])}"
        return f"- {tags}: {_told(near, rate_likeness)}"

    def _ruling(self, ruling: Json) -> str:
        left, right = (
            self.tag(ruling[side]) if ruling[side] in self.reports else escape(ruling[f"{side}_named"])
            for side in ("left", "right")
        )
        before, between, after = map(escape, part_ruling(ruling))
        return f"- {before} {left} {between} {right} {after}"

    def _quotations(self) -> list[str]:
        spoken: dict[str, list[Json]] = {}
        for quote in self.story["quotes"]:
            spoken.setdefault(quote["speaker"] or "Speaker not named", []).append(quote)
        lines = []
        for speaker, quotes in spoken.items():
            lines.append(f"### {escape(speaker)}")
            lines += [f"- {self.said(quote)} \\[{self.tag(quote['report'])}\\]" for quote in quotes]
        return ["## Quotations", *lines] if lines else []

    def _reports(self) -> list[str]:
        return ["## Reports", *(self._report(report) for report in self.story["reports"])]

    def _report(self, report: Json) -> str:
        published = report["published"]
        when = render_interval(**published) if published else "undated"
        how = "inferred: " if published else ""
        inferred = f" ({how}{escape(report['dating']['reason'])})" if report["dating"]["inferred"] else ""
        title = f"“{escape(report['title'])}”, " if report["title"] else ""
        unread = f", {tell_unread(report)}" if tell_unread(report) else ""
        kinds: dict[str, int] = {}
        for piece in report["furniture"]:
            kinds[piece["kind"]] = kinds.get(piece["kind"], 0) + 1
        cut = "; cut from the page: " + ", ".join(f"{kind} ({n})" for kind, n in kinds.items()) if kinds else ""
        met = (
            "; the same page, unchanged: " + ", ".join(map(escape, report["met_again"])) if report["met_again"] else ""
        )
        return f"- {self.tag(report['id'])}: {title}{when}{inferred}, {escape(report['capture'])}{unread}{met}{cut}"

    def _changes(self) -> list[str]:
        lines = []
        for revision in self.story.get("changes") or ():
            which = "A later version of" if revision["ordered"] else "Another version of"
            tags = self.tag(revision["report"]), self.tag(revision["earlier"])
            lines.append(f"### {tags[0]}: {which} {tags[1]} ({escape(revision['reason'])})")
            for change in revision["changes"]:
                places = [place for place in (change["before"], change["after"]) if place]
                words = " → ".join(f"{self.said(place)} {self.cite([place])}" for place in places)
                lines.append(f"- {CHANGES[change['kind']]}: {words}")
            if revision["more"]:
                lines.append(f"- {revision['more']} sentences more came or went")
        return ["## What changed", *lines] if lines else []

    def _notes(self) -> list[str]:
        return ["## Notes", *self._written(list(self.notes.items()))] if self.notes else []

    def _written(self, notes: Sequence[tuple[tuple[str, int, int], str]]) -> list[str]:
        return [
            f"- {number} {self.tag(report)}: {self.said({'report': report, 'start': start, 'end': end})}"
            for (report, start, end), number in notes
        ]


def _tell(finding: Json) -> str:
    """Articles, publishers and lines behind a finding."""
    counts = finding["counts"]
    return count_behind(
        counts["articles"], counts["publishers"], counts["unnamed_publishers"], finding["independent_lines"]
    )


def _told(pair: Json, rate: Callable[[float], str]) -> str:
    """How sure a stage is and why, or who judged it so."""
    by_person = not any(pair["by"] in stages for stages in STAGES.values())
    how = f"so judged by {escape(pair['by'])}" if by_person else rate(pair["score"])
    if pair.get("relation") == "quotes_other":
        how = f"a rewriting is {how}"
    return f"{how} ({pair['score']:.2f}){': ' + escape(pair['reason']) if pair['reason'] else ''}"


def _count(number: int, name: str) -> str:
    return f"{number or 'no'} {name}{'' if number == 1 else 's'}"
