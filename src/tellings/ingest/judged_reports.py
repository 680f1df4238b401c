"""Rulings and the reports that were read in, Judgements out: by a person, on reports that are there; the rest Drops.

Reports are named as an account shows them: id, file or its path, address; a page that was met again unchanged stands
for the report that it repeats. Words of a report are named by it and their place in its text. A ruling that cannot be
used becomes a Drop that says why, and takes nothing with it.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from tellings.ingest.judgements import OF_WORDS, Ruling, parse_place
from tellings.records import Drop, Judgement, Report, Span, make_id
from tellings.text.plain import show_plain

STAGE = "judgements"
_LISTED = 3  # reports that an ambiguous name may mean, in the message


def judge_reports(
    rulings: Sequence[Ruling], reports: Iterable[Report], drops: Iterable[Drop] = ()
) -> list[Judgement | Drop]:
    """The judgements, one for each pair and relation, and a Drop for every ruling that is not used."""
    reports = list(reports)
    names = _Names(reports, drops)
    lengths = {report.id: len(report.text) for report in reports}
    held: dict[tuple[object, ...], tuple[Ruling, Judgement]] = {}
    left_out: list[Judgement | Drop] = []
    for ruling in rulings:
        sides = [_find_side(ruling, name, names, lengths) for name in (ruling.left, ruling.right)]
        reasons = [side.why for side in sides if side.why]
        if not reasons and sides[0].report == sides[1].report:
            reasons = [f"{ruling.left} and {ruling.right} are one report; a judgement is on two"]
        if reasons:
            left_out.append(_drop(ruling, "; ".join(reasons)))
            continue
        evidence = tuple(side.words for side in sides if side.words)
        judgement = build_judgement(ruling, sides[0].report, sides[1].report, evidence)
        pair = (ruling.relation, *sorted((side.report, side.words) for side in sides))
        if pair in held and held[pair][1].verdict != judgement.verdict:
            before = held[pair][0]
            left_out.append(
                _drop(
                    before,
                    f"{before.by} says {_say(before)} of {before.left} and {before.right}, but line {ruling.line} "
                    f"({ruling.by}) says {_say(ruling)}: the later line holds",
                )
            )
        held[pair] = (ruling, judgement)
    return [*(judgement for _, judgement in held.values()), *left_out]


@dataclass(frozen=True, slots=True)
class _Side:
    """A report, which words of it where words are judged, or why there is none."""

    report: str = ""
    words: Span | None = None
    why: str = ""


def _find_side(ruling: Ruling, name: str, names: "_Names", lengths: Mapping[str, int]) -> _Side:
    if ruling.relation not in OF_WORDS:
        return names.find(name)
    place = parse_place(name)
    if place is None:
        return _Side(why=f"{name} names no words of a report: write report-…:120-164, as the account's claims")
    called, start, end = place
    found = names.find(called)
    if found.why:
        return found
    if not start < end <= lengths[found.report]:
        return _Side(why=f"{called} has no place {start} to {end}: its text is {lengths[found.report]} characters long")
    return _Side(found.report, Span(found.report, start, end))


class _Names:
    """Reports by all that they may be called."""

    def __init__(self, reports: Iterable[Report], drops: Iterable[Drop]) -> None:
        self._by_name: dict[str, dict[str, str]] = defaultdict(dict)
        self._ids: set[str] = set()
        for report in reports:
            self._ids.add(report.id)
            for name in _names_of(report.origin, report.url):
                self._by_name[name].setdefault(report.id, report.origin)
        for drop in drops:
            if drop.same_as in self._ids:
                for name in _names_of(drop.capture, None):
                    self._by_name[name].setdefault(drop.same_as, drop.capture)

    def find(self, name: str) -> _Side:
        """The report, or why there is none."""
        if name in self._ids:
            return _Side(name)
        for key in (name, _even(name)):
            meant = self._by_name.get(key, {})
            if len(meant) == 1:
                return _Side(next(iter(meant)))
            if meant:
                listed = ", ".join(list(meant.values())[:_LISTED]) + (", …" if len(meant) > _LISTED else "")
                return _Side(why=f"{name} may be any of {len(meant)} reports ({listed}): give its whole path or its id")
        return _Side(
            why=f"no report here is called {name}: give its id, file or address as the account shows it, "
            "and read it in the same call"
        )


def _names_of(origin: str, url: str | None) -> Iterator[str]:
    """Ways to write where it came from: as it is, every end of its path, its address with and without scheme."""
    yield origin
    if "://" not in origin:
        parts = origin.replace("\\", "/").split("/")
        yield from ("/".join(parts[start:]) for start in range(len(parts)) if parts[start:])
    for address in filter(None, (origin if "://" in origin else None, url)):
        yield address
        yield _even(address)


def _even(address: str) -> str:
    bare = address.split("#")[0].partition("://")[2] or address
    return bare.removeprefix("./").removeprefix("www.").rstrip("/").lower()


class Said(Protocol):
    """What a person holds, wherever it was written down."""

    @property
    def relation(self) -> str: ...
    @property
    def verdict(self) -> bool: ...
    @property
    def by(self) -> str: ...
    @property
    def reason(self) -> str: ...
    @property
    def detail(self) -> str: ...


def build_judgement(said: Said, left: str, right: str, evidence: tuple[Span, ...] = ()) -> Judgement:
    """What a person holds of two reports, by their ids, or of words of theirs."""
    parts = [f"{span.start}-{span.end}" for span in evidence]
    return Judgement(
        id=make_id("judgement", said.relation, *sorted((left, right)), "by", said.by, *parts),
        left=left,
        right=right,
        relation=said.relation,
        verdict=said.verdict,
        score=1.0 if said.verdict else 0.0,
        reason=said.reason,
        by=said.by,
        detail=said.detail,
        evidence=evidence,
    )


def _say(ruling: Ruling) -> str:
    return f"{'yes' if ruling.verdict else 'no'} to {ruling.relation}"


def _drop(ruling: Ruling, reason: str) -> Drop:
    where = f"{ruling.file}, line {ruling.line}" if ruling.file else f"judgement {ruling.line}"
    reason = show_plain(f"this judgement was not used: {reason}")
    return Drop(make_id("drop", STAGE, where, reason), where, STAGE, reason)
