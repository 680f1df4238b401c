"""A story's findings and claims in, its Happenings out: what happened when, to the precision that is known.

An entry stands on a moment that a clause gives itself: a report's date alone is no entry. Claims of one finding whose
moments agree are one entry with the finest of them; moments that do not agree give an entry each.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from tellings.assemble.story_index import StoryIndex
from tellings.records import Claim, Finding, Happening, Interval, Precision, Span, make_id
from tellings.text.words import content_words

_BACKGROUND_AFTER = timedelta(days=60)  # older than this when the story broke: background
_TOO_WIDE = (Precision.DECADE, Precision.CENTURY)
_OPEN = 10**6
_AHEAD = frozenset({"planned", "possible", "asked", "threatened", "conditional"})


def build_timeline(index: StoryIndex, findings: Sequence[Finding], claims: Sequence[Claim]) -> list[Happening]:
    """The entries in order of time."""
    claim_of = {claim.id: claim for claim in claims}
    entries: list[Happening] = []
    for finding in findings:
        dated = [claim_of[w.claim] for w in finding.witnesses if w.claim in claim_of]
        for group in _agreeing([claim for claim in dated if _own_moment(index, claim)]):
            entries.append(_build_entry(index, finding, group))
    return _merge(index, entries)


def _own_moment(index: StoryIndex, claim: Claim) -> Interval | None:
    """The claim's time, where its own clause gives one to a year or finer; "until April" has an end only."""
    when = claim.when
    if when is None or not (when.start or when.end) or when.precision in _TOO_WIDE:
        return None
    return when if any(m.interval == when for m in index.moments_in(claim.span)) else None


def _agreeing(claims: Iterable[Claim]) -> list[list[Claim]]:
    """Claims whose times overlap, together; the finest first in each group."""
    groups: list[list[Claim]] = []
    for claim in sorted(claims, key=lambda claim: (_fineness(claim.when), claim.id)):
        for group in groups:
            if claim.when and group[0].when and claim.when.overlaps(group[0].when):
                group.append(claim)
                break
        else:
            groups.append([claim])
    return groups


def _build_entry(index: StoryIndex, finding: Finding, claims: Sequence[Claim]) -> Happening:
    first = claims[0]
    assert first.when is not None
    spans = tuple(sorted({claim.span for claim in claims}))
    published = [interval for span in spans if (interval := index.published(span.report))]
    return Happening(
        id=make_id("happening", index.story.id, first.when.start, first.when.end, finding.id),
        story=index.story.id,
        when=first.when,
        gist=_gist(index, [claim for claim in claims if claim.when == first.when]),
        kind=_kind(index, first),
        findings=(finding.id,),
        spans=spans,
        reported=min(published, key=lambda interval: interval.start or "9", default=None),
    )


def _gist(index: StoryIndex, claims: Sequence[Claim]) -> str:
    """The wording that says most in up to 30 words, from a report other than a headline."""
    wordings = [index.words(claim.span) for claim in claims]
    return max(wordings, key=lambda wording: (len(wording.split()) <= 30, len(content_words(wording)), wording))


def _kind(index: StoryIndex, claim: Claim) -> str:
    assert claim.when is not None
    published = index.published(claim.report)
    told = published.last_day() if published else None
    first, last = claim.when.first_day(), claim.when.last_day()
    if told and first and (first > told or (claim.factuality in _AHEAD and (last or first) >= told)):
        return "forecast"
    broke = _broke(index)
    if broke and last and last < broke - _BACKGROUND_AFTER:
        return "background"
    return "story"


def _broke(index: StoryIndex) -> date | None:
    days = [day for report in index.reports if (p := index.published(report)) and (day := p.first_day())]
    return min(days, default=None)


def _merge(index: StoryIndex, entries: Sequence[Happening]) -> list[Happening]:
    """One entry for one happening: same time and the same clauses, or gists that share most content words."""
    kept: list[Happening] = []
    for entry in sorted(entries, key=lambda e: (*_order(e.when), -len(e.spans), e.id)):
        twin = next((n for n, other in enumerate(kept) if _same(entry, other)), None)
        if twin is None:
            kept.append(entry)
        else:
            kept[twin] = _join(kept[twin], entry)
    return sorted(kept, key=lambda e: (*_order(e.when), e.id))


def _same(left: Happening, right: Happening) -> bool:
    if left.when != right.when:
        nested = left.when.holds(right.when) or right.when.holds(left.when)
        if not nested or not _shared(left, right) >= 0.8:
            return False
    touching = any(a.overlap(b) for a in left.spans for b in right.spans)
    return touching or _shared(left, right) >= 0.5


def _shared(left: Happening, right: Happening) -> float:
    a, b = set(content_words(left.gist)), set(content_words(right.gist))
    return len(a & b) / max(1, min(len(a), len(b)))


def _join(one: Happening, other: Happening) -> Happening:
    finer = min(one.when, other.when, key=lambda when: (_fineness(when), when.start or ""))
    spans: tuple[Span, ...] = tuple(sorted({*one.spans, *other.spans}))
    reported = [interval for interval in (one.reported, other.reported) if interval]
    return Happening(
        id=one.id,
        story=one.story,
        when=finer,
        gist=one.gist,
        kind=one.kind,
        findings=tuple(sorted({*one.findings, *other.findings})),
        spans=spans,
        reported=min(reported, key=lambda interval: interval.start or "9", default=None),
    )


def _order(when: Interval) -> tuple[str, str]:
    """By its start, else by the end that alone is known."""
    return (when.start or when.end or "", when.end or "9")


def _fineness(when: Interval | None) -> int:
    """Days that it spans: fewer is finer; an open end spans all."""
    first, last = (when.first_day(), when.last_day()) if when else (None, None)
    return (last - first).days if first and last else _OPEN
