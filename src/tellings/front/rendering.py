"""Changes of a store's rows in, which stories they touch; and of a story's rows, its summary and account out."""

from collections.abc import Iterable, Sequence

from tellings.publish.contract import build_story
from tellings.publish.judged import RELATED, STAGES, is_by_person
from tellings.publish.summaries import build_summary
from tellings.records import KINDS, Draft, Judgement, Profile, Report, Story, Tables
from tellings.store.rows import Change, Rows
from tellings.store.summary import Summary
from tellings.store.writer import Writer

_NEAREST = 12  # reports outside that are looked at: three are shown, some may be of one story
_UNUSED = frozenset({Profile, Draft})  # no account rests on them, but for what is made of them
_TOLD = tuple(kind for kind in KINDS if kind not in _UNUSED)


def find_retold(writer: Writer, changes: Iterable[Change]) -> tuple[list[str], list[str]]:
    """The stories that must be rendered anew, and those that are no more."""
    touched: set[str] = set()
    gone: set[str] = set()
    for change in changes:
        side, _, name = change.home.partition(":")
        if change.kind is Story:
            gone |= {story.id for story in change.before}
            touched |= {story.id for story in change.after}
        elif change.kind is Judgement and side == "r":
            for judgement in {*change.before, *change.after} - ({*change.before} & {*change.after}):
                touched |= _touch(writer, judgement)
        elif side == "s":
            touched.add(name)
        elif side == "r" and change.kind not in _UNUSED:
            touched |= set(writer.rows.stories_of(name))
    there = {story for story in touched if writer.rows.members(story)}
    return sorted(there), sorted(gone - there)


def _touch(writer: Writer, judgement: Judgement) -> set[str]:
    """The stories whose account shows the judgement, or may."""
    if judgement.relation == RELATED:
        return {judgement.left, judgement.right}
    left, right = (set(writer.rows.stories_of(report)) for report in (judgement.left, judgement.right))
    if left & right or judgement.by not in STAGES.get(judgement.relation, ()):
        return left | right
    return {story for story in left | right if judgement.score >= writer.lists.nearest(story)}


def render_story(rows: Rows, id: str) -> Summary:
    """The story as it is listed and told."""
    members = rows.members(id)
    tables = Tables(rows.records(_TOLD, [f"s:{id}", *(f"r:{report}" for report in members)]))
    here = set(members)
    across = [*tables.of(Judgement), *rows.judgements_on(members)]
    others = _choose_others([j for j in across if j.relation in STAGES or is_by_person(j)], here)
    tables.add(across)
    tables.add(rows.records([Report], [f"r:{other}" for other in others]))
    stories = {story for other in others for story in rows.stories_of(other)} - {id}
    tables.add(rows.records([Story], [f"s:{story}" for story in sorted(stories)]))
    related = [j for j in rows.related(id) if j.verdict]
    tables.add(related)
    headlines = {story: "" for j in related for story in (j.left, j.right)}  # they are told as they are called then
    return build_summary(build_story(tables, tables.get(Story, id), headlines=headlines))


def _choose_others(judgements: Sequence[Judgement], here: set[str]) -> list[str]:
    """Reports outside that the account may show: those that people speak of, and the nearest."""
    best: dict[str, float] = {}
    for judgement in judgements:
        for report in {judgement.left, judgement.right} - here:
            best[report] = max(best.get(report, 0.0), 2.0 if is_by_person(judgement) else judgement.score)
    ordered = sorted(best, key=lambda report: (-best[report], report))
    return [report for place, report in enumerate(ordered) if place < _NEAREST or best[report] > 1.0]
