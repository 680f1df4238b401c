"""Tables in, every judgement on two reports, and people's on their words, out as rows of a file that can be given back
in: people's first.

What a person holds is read again as it is. What a stage holds is marked as such (`by` is "tellings:" and its name) and
passed over when read: to overrule a line, change its verdict and put a name in place of the mark.
"""

import json
from collections.abc import Iterator

from tellings.publish.exports.sheet import Row, stream_csv
from tellings.publish.judged import STAGES, is_by_person
from tellings.publish.words_for import call_plainly
from tellings.records import Judgement, Report, Tables
from tellings.text.plain import show_plain

COLUMNS = ("left", "right", "relation", "verdict", "by", "reason", "detail", "score", "left_named", "right_named")
_MARK = "tellings:"


def render_judgements(tables: Tables, form: str) -> str:
    """CSV with a header, or JSON, an object a line. In CSV what a spreadsheet would run has an apostrophe before it."""
    rows = build_rows(tables)
    if form == "csv":
        return "".join(stream_csv(COLUMNS, rows))
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)


def build_rows(tables: Tables) -> Iterator[Row]:
    """The rows: people's judgements, then those of stages, surest first; only on reports that are there."""
    reports = {report.id: report for report in tables.of(Report)}
    judgements = [
        judgement
        for judgement in tables.of(Judgement)
        if (judgement.relation in STAGES or is_by_person(judgement))
        and judgement.left in reports
        and judgement.right in reports
    ]
    for judgement in sorted(judgements, key=_order):
        yield _build_row(judgement, reports)


def _order(judgement: Judgement) -> tuple[bool, str, float, str]:
    return (_by_stage(judgement), judgement.relation, -judgement.score, judgement.id)


def _by_stage(judgement: Judgement) -> bool:
    return not is_by_person(judgement)


def _build_row(judgement: Judgement, reports: dict[str, Report]) -> Row:
    left, right = judgement.left, judgement.right
    if judgement.relation not in STAGES:
        left, right = (f"{span.report}:{span.start}-{span.end}" for span in judgement.evidence)
    detail = judgement.detail if judgement.verdict or _by_stage(judgement) else ""
    return {
        "left": left,
        "right": right,
        "relation": judgement.relation,
        "verdict": "yes" if judgement.verdict else "no",
        "by": (_MARK if _by_stage(judgement) else "") + _plain(judgement.by),
        "reason": _plain(judgement.reason),
        "detail": detail,
        "score": f"{judgement.score:.4f}",
        "left_named": _plain(call_plainly(reports[judgement.left])),
        "right_named": _plain(call_plainly(reports[judgement.right])),
    }


def _plain(wording: str) -> str:
    return show_plain(" ".join(wording.split()))
