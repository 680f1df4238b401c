"""A file of a person's judgements in, Rulings out: one for each line, as written.

CSV with a header (`left,right,relation,verdict,by,reason`; further columns are passed over), or JSON, an object a line
or a list of them. `left` and `right` name reports as an account shows them, by id, file or address, or words of them,
as `report-…:120-164`; which are meant is seen only once they are read (`judged_reports.py`). Lines that a stage of
tellings made, as an export of judgements holds them, are passed over too: they are made anew.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

from tellings.errors import CallError, PathError
from tellings.text.plain import drop_unshown, show_plain

_FORMULA = re.compile(r"^'(?=[=+@＝＋－＠-])")  # the apostrophe that keeps a spreadsheet from running a cell
COLUMNS = ("left", "right", "relation", "verdict", "by", "reason")
OF_REPORTS = ("same_story", "copy_of")
OF_WORDS = ("same_claim", "differs")
RELATIONS = (*OF_REPORTS, *OF_WORDS)
DETAILS = ("copy", "derived", "shared_agency")
_OF_STAGES = ("independent", "quotes_other", "version")  # in a stage's line that was turned round; no person's to say
STAGE_MARK = "tellings:"  # before the name of a stage in `by`: no person's judgement
_VERDICTS = {"yes": True, "true": True, "1": True, "y": True, "no": False, "false": False, "0": False, "n": False}
_UNFILLED = (None, "", "YOUR NAME", "WHY")  # as the page writes the line that overrules a judgement
_MOST_BYTES = 50 * 1024 * 1024
_PLACE = re.compile(r"(?P<report>.+):(?P<start>\d{1,9})-(?P<end>\d{1,9})", re.ASCII)
_SHOWN = 8  # wrong lines that one message lists


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a person holds of two reports, or of words of two. line: where it stands in the file. detail: how a copy was
    made, or ""."""

    line: int
    left: str
    right: str
    relation: str
    verdict: bool
    by: str
    reason: str = ""
    detail: str = ""
    file: str = ""


def parse_place(name: str) -> tuple[str, int, int] | None:
    """The report, the start and the end that words are named by; None for what names no words."""
    found = _PLACE.fullmatch(name)
    return (found["report"], int(found["start"]), int(found["end"])) if found else None


def read_rulings(path: str) -> list[Ruling]:
    """The rulings of the file, in order. Raises PathError when it cannot be read, CallError that names every wrong
    line with its value and what to write instead."""
    text = _read(path)
    name = Path(path).name
    rulings: list[Ruling] = []
    wrong: list[str] = []
    for number, row in _cut_rows(text, name):
        if row.get("by", "").startswith(STAGE_MARK) or not any(row.values()):
            continue
        if problem := _find_problem(row):
            wrong.append(f"  line {number}: {problem}")
        else:
            rulings.append(_build_ruling(number, row, name))
    if wrong:
        more = [f"  … and {len(wrong) - _SHOWN} more"] if len(wrong) > _SHOWN else []
        raise CallError("\n".join([f"--judgements {path}: nothing was read, as", *wrong[:_SHOWN], *more]))
    return rulings


def _read(path: str) -> str:
    try:
        content = Path(path).read_bytes()[: _MOST_BYTES + 1]
    except OSError as error:
        raise PathError(f"--judgements {path} cannot be read: {error.strerror}; name a CSV or JSON file") from error
    if len(content) > _MOST_BYTES:
        raise PathError(f"--judgements {path} is larger than {_MOST_BYTES >> 20} MB: cut it into parts")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise CallError(f"--judgements {path} is not in UTF-8 (byte {error.start}): save it as UTF-8") from error


def _cut_rows(text: str, name: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """Line number and fields of each entry."""
    start = text.lstrip()[:1]
    if start == "[":
        yield from enumerate(_entries(_parse_json(text, name, 1), name), start=1)
    elif start == "{" and text.rstrip().endswith("}") and _is_one(text):
        yield from enumerate(_entries([json.loads(text)], name), start=1)
    elif start == "{":
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield number, next(iter(_entries([_parse_json(line, name, number)], name)))
    elif start:
        yield from _cut_table(text, name)


def _is_one(text: str) -> bool:
    """Whether it is one object over several lines."""
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False


def _parse_json(text: str, name: str, number: int) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise CallError(
            f"--judgements {name}, line {number} is no JSON ({error}): write one object a line, "
            f'{{"left": …, "right": …, "relation": "copy_of", "verdict": "no", "by": "your name", "reason": …}}'
        ) from error


def _entries(found: Any, name: str) -> Iterable[Mapping[str, str]]:
    for entry in found:
        if not isinstance(entry, Mapping):
            raise CallError(f"--judgements {name}: {str(entry)[:40]!r} is no object with the keys {', '.join(COLUMNS)}")
        yield {str(key).strip().lower(): _plain(value) for key, value in entry.items()}


def _cut_table(text: str, name: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    head = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    delimiter = max(",;\t", key=head.count)
    reader = csv.reader(StringIO(text), delimiter=delimiter, skipinitialspace=True)
    columns: list[str] = []
    last = 0
    try:
        for cells in reader:
            number, last = last + 1, reader.line_num
            if not any(cell.strip() for cell in cells) or cells[0].startswith("#"):
                continue
            if not columns:
                columns = [_plain(cell).lower() for cell in cells]
                if missing := [column for column in COLUMNS[:5] if column not in columns]:
                    raise CallError(
                        f"--judgements {name}: its first line has no column {', '.join(missing)}; "
                        f"it must be {','.join(COLUMNS)}"
                    )
                continue
            yield number, dict(zip(columns, (_FORMULA.sub("", _plain(cell)) for cell in cells), strict=False))
    except csv.Error as error:
        raise CallError(f"--judgements {name}, line {reader.line_num}: {error}") from error


def _plain(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else " ".join(drop_unshown(str(value)).split())


def _find_problem(row: Mapping[str, str]) -> str:
    """What is wrong with an entry, with its value and the next step; "" where nothing is."""
    for side in ("left", "right"):
        if not row.get(side):
            return f"{side} is empty: name a report by its id, file or address"
    relation, verdict = _name_relation(row), row.get("verdict", "").lower()
    if relation == "same_entity":
        return f"relation same_entity cannot be judged yet: only {', '.join(RELATIONS)} can"
    if relation not in RELATIONS:
        return f"relation {show_plain(row.get('relation', ''))!r} is none of {', '.join(RELATIONS)}"
    if relation in OF_WORDS:
        for side in ("left", "right"):
            if parse_place(row[side]) is None:
                return (
                    f"{side} {show_plain(row[side])!r} names no words of a report: {relation} is on words, written "
                    "report-…:120-164, as the claims in the account's JSON"
                )
    if verdict not in _VERDICTS:
        return f"verdict {show_plain(row.get('verdict', ''))!r}: write yes or no"
    if row.get("by", "") in _UNFILLED:
        return f"by is {row['by'] if row.get('by') else 'empty'}: write the name of whoever judges"
    if row.get("detail", "") not in ("", *DETAILS, *_OF_STAGES) and _VERDICTS[verdict] and relation == "copy_of":
        return f"detail {show_plain(row['detail'])!r} is none of {', '.join(DETAILS)}: choose one or leave it empty"
    return ""


def _name_relation(row: Mapping[str, str]) -> str:
    return row.get("relation", "").lower().replace(" ", "_").replace("-", "_")


def _build_ruling(number: int, row: Mapping[str, str], name: str) -> Ruling:
    relation, verdict = _name_relation(row), _VERDICTS[row["verdict"].lower()]
    detail = row.get("detail", "") if relation == "copy_of" and verdict else ""
    detail = "" if detail in _OF_STAGES else detail
    reason = "" if row.get("reason") in _UNFILLED else row["reason"]
    return Ruling(number, row["left"], row["right"], relation, verdict, row["by"], reason, detail, name)
