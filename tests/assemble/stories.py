"""Stories made for tests: reports parsed by the packaged model, and what else a test hands in."""

from collections.abc import Iterable
from typing import Any

from tellings.annotate.parse import parse_report
from tellings.assemble.story_index import StoryIndex
from tellings.records import (
    Claim,
    Finding,
    Interval,
    Precision,
    Report,
    Sentence,
    Span,
    Story,
    Tables,
    Witness,
    make_id,
)
from tellings.stage import Cut, Stage, cut_groups


def make_index(reports: Iterable[Report], records: Iterable[Any] = ()) -> StoryIndex:
    """One story of the reports, parsed, with the records beside."""
    held = list(reports)
    story = Story("story-test", tuple(report.id for report in held))
    sentences = [sentence for report in held for sentence in parse_report(report)]
    tables = Tables([*held, story, *sentences, *records])
    kinds = (Story, Report, Sentence, *{type(record) for record in records})
    stage = Stage("test", kinds, (), Cut.BY_KEY, lambda group: (), "story")
    rows: dict[type, Any] = {kind: tables.of(kind) for kind in kinds}
    (group,) = cut_groups(stage, rows)
    return StoryIndex(group)


def span_of(report: Report, wording: str) -> Span:
    """Where the wording first stands in the report."""
    start = report.text.index(wording)
    return Span(report.id, start, start + len(wording))


def make_claim(index: StoryIndex, report: Report, wording: str, *, when: Interval | None = None, **slots: Any) -> Claim:
    """A claim that the wording makes."""
    span = span_of(report, wording)
    sentence = next(s for s in index.sentences[report.id] if s.span.holds(span))
    given = {"kind": "event", "polarity": "positive", "factuality": "happened", "speaker": None, **slots}
    return Claim(
        make_id("claim", span), span, sentence.id, verb="", who=None, whom=None, when=when, where=None, **given
    )


def make_finding(
    claims: Iterable[Claim], *, status: str = "agree", values: Iterable[str] = (), **slots: Any
) -> Finding:
    """A finding of the claims, with their values in order."""
    held = list(claims)
    given = [*values, *[None] * len(held)]
    witnesses = tuple(Witness(c.id, c.span, value, c.speaker) for c, value in zip(held, given, strict=False))
    lines = len({claim.report for claim in held})
    filled = {"slot": None, "difference": None, "gist": "", "independent_lines": lines, **slots}
    return Finding(
        make_id("finding", *[c.id for c in held], status), "story-test", status, witnesses=witnesses, **filled
    )


def whole_day(iso: str) -> Interval:
    """The interval of one day."""
    return Interval(iso, iso, Precision.DAY)
