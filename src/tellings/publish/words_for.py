"""Words of the records in, the words for readers out: what the page and the Markdown call things."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from tellings.publish.dates import render_interval
from tellings.records import Report

KINDS = {  # of difference
    "contradiction": "they cannot both hold", "update": "a later report has another figure",
    "precision": "one is more precise", "spelling": "spelled differently", "scope": "they may speak of different sets",
    "wording": "the same words, altered",
}  # fmt: skip
ROLES = {  # of what belongs to a case, in the order in which they are told
    "request": "Asked", "basis": "Basis", "condition": "Conditions", "purpose": "Purpose", "expectation": "Expected",
    "decision": "Decided", "reason": "Reasons", "reaction": "Reactions",
}  # fmt: skip
CASE_KINDS = ("request", "demand", "application", "invitation", "ultimatum", "complaint", "proposal", "vote")
CASE_STATES = ("announced", "filed", "expected", "granted", "refused", "withdrawn", "ignored")
CHANGES = {  # from one version of an article to the next
    "correction": "correction", "headline": "headline", "number": "number", "name": "name", "added": "added",
    "removed": "taken out", "reworded": "reworded",
}  # fmt: skip
_SURE = (  # how sure it is that two reports rest on one text, from a score that was fitted to be a probability
    (0.95, "as good as certain by their texts"), (0.8, "very likely by their texts"), (0.6, "likely by their texts"),
    (0.4, "a little more likely than not"), (0.2, "not likely enough"), (0.05, "unlikely by their texts"),
    (-1.0, "very unlikely by their texts"),
)  # fmt: skip
_ALIKE = (  # how alike two reports are in rare words, names and openings
    (0.5, "much alike"), (0.25, "alike"), (0.12, "somewhat alike"), (-1.0, "little alike"),
)  # fmt: skip
RELATED = {  # what another story is to this one
    "follow_up": "Followed by", "follows": "Follows on", "beside": "Beside it",
}  # fmt: skip
_MOST_WORDS = 200  # letters of the words that a judgement is on
ENTITIES = {"person": "People", "organisation": "Organisations", "group": "Groups", "law": "Laws and treaties"}


def call_report(report: Mapping[str, Any], number: int) -> str:
    """The report's outlet, else the host of its address, else its number."""
    return report["outlet"] or (name_host(report.get("url")) or "").removeprefix("www.") or f"Report {number}"


def call_plainly(report: Report) -> str:
    """The report's outlet, else its title, else the file or address that it came from: where no list numbers it."""
    return report.outlet or report.title or report.origin


def count_behind(articles: int, named: int, unnamed: int, lines: int) -> str:
    """What stands behind a statement: "4 articles, 2 publishers and 1 unnamed, 1 line"; of publishers nothing where
    none is named."""
    counts = [_count(articles, "article"), _count(lines, "line")]
    if named:
        counts.insert(1, _count(named, "publisher") + (f" and {unnamed} unnamed" if unnamed else ""))
    return ", ".join(counts)


def _count(number: int, name: str) -> str:
    return f"{number} {name}{'s' * (number != 1)}"


def rate_lineage(score: float) -> str:
    """How sure it is that two reports rest on one text."""
    return next(words for least, words in _SURE if score >= least)


def rate_likeness(score: float) -> str:
    """How alike two reports are in what they tell of."""
    return next(words for least, words in _ALIKE if score >= least)


def tell_states(states: Sequence[Mapping[str, Any]]) -> str:
    """What a case went through: "announced 3 April 2024, filed 10 May 2024, expected (told 17 May 2024)"."""
    told = []
    for turn in states:
        known = render_interval(turn["from"], turn["to"], turn["precision"]) if turn["from"] or turn["to"] else ""
        first = turn["reported"]
        reported = render_interval(first["start"], first["end"], first["precision"]) if first and not known else ""
        told.append(f"{turn['state']} {known or (f'(told {reported})' if reported else '')}".strip())
    return ", ".join(told)


def write_ruling(left: str, right: str, relation: str, *, holds: bool) -> str:
    """The line of a file of judgements that overrules what holds of the pair."""
    return f"{left},{right},{relation},{'no' if holds else 'yes'},YOUR NAME,WHY"


def tell_ruling(ruling: Mapping[str, Any], left: str, right: str) -> str:
    """A person's judgement in words, on reports of these names."""
    before, between, after = part_ruling(ruling)
    return f"{before} {left} {between} {right} {after}"


def part_ruling(ruling: Mapping[str, Any]) -> tuple[str, str, str]:
    """A person's judgement in words, in three pieces: before the first report's name, between both, and after."""
    if ruling["claims"]:
        return f"{ruling['by']} holds that", "and", f"{_tell_words(ruling)}{_tell_why(ruling)}."
    if ruling["relation"] == "same_story":
        holds = "tell of one story" if ruling["verdict"] else "tell of different stories"
    else:
        holds = "rest on one text" if ruling["verdict"] else "do not rest on one text"
    before = ruling["before"]
    if ruling["overrules"] and before:
        if ruling["relation"] == "same_story":
            found = f"{'one story' if before['verdict'] else 'two stories'} ({rate_likeness(before['score'])}"
        else:
            found = f"that they {'do' if before['verdict'] else 'do not'} ({rate_lineage(before['score'])}"
        after = f"{holds}, overruling tellings, which had found {found}: {before['reason']})"
    elif before:
        after = f"{holds}, as tellings had found"
    else:
        after = f"{holds}; tellings had not compared them"
    return f"{ruling['by']} holds that", "and", f"{after}{_tell_why(ruling)}."


def _tell_words(ruling: Mapping[str, Any]) -> str:
    told = {
        ("differs", True): "contradict each other", ("differs", False): "do not contradict each other",
        ("same_claim", True): "say the same", ("same_claim", False): "do not say the same",
    }[ruling["relation"], ruling["verdict"]]  # fmt: skip
    left, right = (_cut_words(ruling[f"{side}_words"]) for side in ("left", "right"))
    return f"{told} where the first has “{left}” and the second “{right}”"


def _cut_words(words: str) -> str:
    return words if len(words) <= _MOST_WORDS else words[: _MOST_WORDS - 1].rstrip() + "…"


def _tell_why(ruling: Mapping[str, Any]) -> str:
    why = (
        f". {ruling['by']} gives as reason: {ruling['reason'].rstrip('. ')}"
        if ruling["reason"]
        else ". No reason is given"
    )
    if ruling["outcome"]:
        why += f". {ruling['outcome'][:1].upper()}{ruling['outcome'][1:]}"
    return why


def name_host(url: str | None) -> str | None:
    """The host of an address; None for what is none, as pages declare all sorts of things as their address."""
    try:
        return urlsplit(url or "").hostname
    except ValueError:
        return None
