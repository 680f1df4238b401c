"""A report's language in, what is said of it out: its name, whether the report was read closely, what was not done.

Only English is parsed, so only English reports have claims, quotations and dates. A report in another language is put
into its story and traced for copies by its words, names and numbers; the account says so wherever it is shown.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from tellings.text.words import count_words

_REST = 5_000  # letters behind the last sentence that was parsed, from which the report was cut
READ = ("en", None)  # languages that are read closely; None in accounts of before there were others


def name_language(code: str | None) -> str:
    """The language's English name; its code where that has none here."""
    if code in (None, "", "und"):
        return "a language that was not recognised"
    return _read_names().get(str(code), str(code))


def is_read(report: Mapping[str, Any]) -> bool:
    """Whether the report is in a language that is read closely."""
    return report["language"] in READ


def tell_unread(report: Mapping[str, Any]) -> str:
    """What is said beside a report that was not read closely, or not to its end; empty for one that was."""
    if is_read(report):
        return _tell_cut(report)
    return f"in {name_language(report['language'])}: shown as it is, not compared, as only English is read closely"


def _tell_cut(report: Mapping[str, Any]) -> str:
    """Of a report that was read closely only as far as its beginning: how far."""
    read = max((end for _, end in report.get("sentences") or ()), default=0)
    if not read or len(report["text"]) - read < _REST:
        return ""
    whole, begin = count_words(report["text"]), count_words(report["text"][:read])
    return f"read closely as far as its first {begin:,} of {whole:,} words; the rest is shown only"


def tell_unread_many(reports: Sequence[Mapping[str, Any]]) -> str:
    """What is said at the head of a story of its reports that were not read closely; empty where all were."""
    unread = [report for report in reports if not is_read(report)]
    if not unread:
        return ""
    counts = Counter(name_language(report["language"]) for report in unread)
    named = ", ".join(f"{count} in {name}" for name, count in counts.most_common())
    if len(unread) == len(reports):
        whole = "No report of this story is in English" if len(reports) > 1 else "This report is not in English"
        return (
            f"{whole} ({named}), and only English is read closely yet: it is told by its headlines and texts; reports "
            "were grouped, and copies found, by words, names and numbers."
        )
    return (
        f"Shown but not compared: {named}, as only English is read closely yet. They were put into this story, and "
        "copies among them found, by words, names and numbers."
    )


@lru_cache(maxsize=1)
def _read_names() -> dict[str, str]:
    lines = files("tellings.publish").joinpath("languages.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines if line and not line.startswith("#"))
