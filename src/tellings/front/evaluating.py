"""A store open for writing and changes of its rows in, the plan run over what they touch and its stories told anew."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from tellings import __version__
from tellings.engines import Progress
from tellings.engines.incremental import give, run_changes
from tellings.engines.workers import Readers
from tellings.errors import StoreError
from tellings.front.rendering import find_retold, render_story
from tellings.ingest.judged_reports import build_judgement
from tellings.records import Judgement, Report, Span
from tellings.stage import Stage
from tellings.store.rows import Change
from tellings.store.rulings import Held, Side, find_active, report_of
from tellings.store.writer import Writer

_HELD = "judgements"  # the key under which what people hold is given


@dataclass(frozen=True, slots=True)
class Course:
    """How a plan is run. model: the pipeline that it parses with, "" for the packaged one; readers: processes that read
    closely beside this one; strict: a stage that fails raises."""

    plan: Sequence[Stage]
    progress: Progress | None = None
    strict: bool = False
    readers: Readers | None = None
    model: str = ""


def load_plan(model: str | None = None) -> Sequence[Stage]:
    """The programme; only now, as it loads every room."""
    from tellings.plan import PLAN, build_plan

    return build_plan(model=model) if model else PLAN


def check_told(writer: Writer, course: Course) -> None:
    """Raise StoreError where another version or pipeline told what is there: half a store told by each is no store."""
    before = writer.meta("tellings"), writer.meta("model") or ""
    if before[0] is None or before == (__version__, course.model):
        return
    now = (__version__, course.model)
    told = [f"tellings {version}" + (f" with --model {model}" if model else "") for version, model in (before, now)]
    raise StoreError(
        f"the store {writer.path} was told by {told[0]}, this is {told[1]}: tell it anew first, "
        f"`tellings retell {writer.path}`" + (f", or go on with --model {before[1]}" if before[1] else "")
    )


def tell_changes(writer: Writer, course: Course, changes: list[Change], *, added: str) -> tuple[list[Change], int]:
    """Run what the changes touch and render the stories; all that changed, and how many stories were told anew.

    What people hold is known once the reports are read, and before they are linked.
    """
    plan, rows = course.plan, writer.rows
    read = 1 + max((number for number, stage in enumerate(plan) if Report in stage.writes), default=0)
    changes = run_changes(plan, rows, changes, first=1, last=read, progress=course.progress, strict=course.strict)
    writer.lists.note(changes, added=added)
    noted = len(changes)
    changes += give(plan, rows, _HELD, build_judgements(writer))
    changes = run_changes(
        plan, rows, changes, first=read, progress=course.progress, strict=course.strict, readers=course.readers
    )
    writer.lists.note(changes[noted:], added=added)
    there, gone = find_retold(writer, changes)
    for story in gone:
        writer.lists.remove(story)
    for done, story in enumerate(there):
        if course.progress:
            course.progress("telling", done, len(there))
        writer.lists.put(render_story(rows, story), updated=added)
    writer.set_meta("tellings", __version__)
    writer.set_meta("model", course.model)
    return changes, len(there)


def build_judgements(writer: Writer) -> list[Judgement]:
    """What people hold of reports that are there now."""
    built = {}
    for held in find_active(writer.connection):
        sides = [report_of(writer.connection, side.capture) for side in (held.left, held.right)]
        if sides[0] is None or sides[1] is None or sides[0] == sides[1]:
            continue  # a report that is not there, or two that became one
        if judgement := _build_judgement(writer, held, sides[0], sides[1]):
            built[judgement.id] = judgement
    return list(built.values())


def _build_judgement(writer: Writer, held: Held, left: str, right: str) -> Judgement | None:
    evidence = tuple(
        span
        for side, report in ((held.left, left), (held.right, right))
        if side.words and (span := _find_words(writer, side, report))
    )
    if (held.left.words or held.right.words) and len(evidence) < 2:
        return None
    return build_judgement(held, left, right, evidence)


def _find_words(writer: Writer, side: Side, report: str) -> Span | None:
    """Where the words stand in the report as it is read now, nearest to where they stood."""
    for record in writer.rows.records([Report], [f"r:{report}"]):
        places = list(_find_all(side.words, record.text))
        if places:
            start = min(places, key=lambda place: abs(place - side.start))
            return Span(report, start, start + len(side.words))
    return None


def _find_all(words: str, text: str) -> Iterator[int]:
    place = text.find(words)
    while place >= 0:
        yield place
        place = text.find(words, place + 1)
