"""A store and what people hold in, rows that are only ever added and the stories told anew out."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tellings.errors import CallError
from tellings.front.evaluating import Course, check_told, load_plan, tell_changes
from tellings.ingest.judgements import OF_REPORTS, OF_WORDS, Ruling, parse_place, read_rulings
from tellings.records import Report
from tellings.store.rulings import Held, Rulings, Side, find_capture
from tellings.store.writer import Writer


@dataclass(frozen=True, slots=True)
class Judged:
    """The numbers of the rows that hold now what was said, and how many stories were told anew."""

    numbers: tuple[int, ...]
    retold: int


def judge(
    store: str | Path,
    rulings: str | Sequence[Ruling],
    *,
    judged: str | None = None,
    course: Course | None = None,
) -> Judged:
    """Note what people hold, as a file (docs/judgements.md) or as rulings. All of it or, where something is wrong,
    nothing. Sides of `same_story` and `copy_of` are reports; of `same_claim` and `differs` words of a report, as
    `report-…:120-164`. Raises CallError that names the ruling, StoreError where the store cannot be written."""
    given = read_rulings(rulings) if isinstance(rulings, str) else rulings
    with Writer(store) as writer:
        moment = writer.choose_moment(judged)
        course = course or Course(load_plan(writer.meta("model")), model=writer.meta("model") or "")
        check_told(writer, course)
        with writer.batch(moment):
            kept = Rulings(writer.connection)
            numbers = tuple(kept.add(_build_held(writer, ruling, moment)) for ruling in given)
            _, retold = tell_changes(writer, course, [], added=moment)
    return Judged(numbers, retold)


def undo(
    store: str | Path,
    number: int,
    *,
    by: str,
    reason: str = "",
    judged: str | None = None,
    course: Course | None = None,
) -> Judged:
    """Take a row back, by a row that says who and when; undoing that one makes the first hold again."""
    if not by.strip():
        raise CallError("by is empty: write the name of whoever judges")
    with Writer(store) as writer:
        moment = writer.choose_moment(judged)
        course = course or Course(load_plan(writer.meta("model")), model=writer.meta("model") or "")
        check_told(writer, course)
        with writer.batch(moment):
            row = Rulings(writer.connection).undo(number, by=by, reason=reason, judged=moment)
            _, retold = tell_changes(writer, course, [], added=moment)
    return Judged((row,), retold)


def _build_held(writer: Writer, ruling: Ruling, judged: str) -> Held:
    if not ruling.by.strip():
        raise CallError("by is empty: write the name of whoever judges")
    if ruling.relation in OF_REPORTS:
        sides = [_find_report(writer.connection, name) for name in (ruling.left, ruling.right)]
    elif ruling.relation in OF_WORDS:
        sides = [_find_words(writer, name) for name in (ruling.left, ruling.right)]
    else:
        raise CallError(f"relation {ruling.relation!r} is none of {', '.join((*OF_REPORTS, *OF_WORDS))}")
    if sides[0].capture == sides[1].capture:
        raise CallError(f"{ruling.left} and {ruling.right} are one report; a judgement is on two")
    detail = ruling.detail if ruling.relation == "copy_of" and ruling.verdict else ""
    return Held(sides[0], sides[1], ruling.relation, ruling.verdict, ruling.by, ruling.reason, detail, judged)


def _find_report(connection: sqlite3.Connection, name: str) -> Side:
    return Side(find_capture(connection, name)[1])


def _find_words(writer: Writer, name: str) -> Side:
    place = parse_place(name)
    if place is None:
        raise CallError(f"{name!r} names no words of a report: write report-…:start-end, as in the account's claims")
    called, start, end = place
    report, capture = find_capture(writer.connection, called)
    for record in writer.rows.records([Report], [f"r:{report}"]):
        if start < end <= len(record.text):
            return Side(capture, record.text[start:end], start)
    raise CallError(f"{name!r}: the report has no such place: give start and end as the account's claims do")
