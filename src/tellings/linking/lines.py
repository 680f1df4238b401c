"""Judgements copy_of in, independent lines of reporting out: reports that rest on one text stand in one line.

Dependence is passed on through a report only where the same passages of it are concerned. A press review that carries
one agency's text here and another's there depends on both, but does not make the two agencies one source.
"""

from collections.abc import Iterable, Iterator, Sequence

from tellings.linking.groups import build_groups, settle
from tellings.records import Judgement

STAGES = frozenset({"trace_copies"})


def build_lines(reports: Iterable[str], judgements: Iterable[Judgement]) -> tuple[tuple[str, ...], ...]:
    """The lines over these report ids, reports and lines in the order given; each report is in exactly one.

    A person's judgement outranks a stage's. A report that depends on two lines is counted with the one it is nearest
    to. Quoting another report for a fact does not make a report depend on it.
    """
    members = list(dict.fromkeys(reports))
    held = settle((judgement for judgement in judgements if judgement.relation == "copy_of"), stages=STAGES)
    here = set(members)
    links = [j for j in held.values() if j.verdict and j.left in here and j.right in here]
    nearest = _choose_lines(_join_links(links))
    first: dict[int, str] = {}
    pairs = [(first.setdefault(line, report), report) for report, line in nearest.items()]
    groups = build_groups(members, pairs)
    apart = [(j.left, j.right) for j in held.values() if not j.verdict and j.by not in STAGES]
    if apart:
        groups = [part for group in groups for part in _part(group, links, apart)]
        place = {member: number for number, member in enumerate(members)}
        groups.sort(key=lambda group: place[group[0]])
    return tuple(tuple(group) for group in groups)


def _part(group: Sequence[str], links: Sequence[Judgement], apart: Sequence[tuple[str, str]]) -> list[list[str]]:
    """The line, cut where a person holds two of its reports apart that hang together through others: links are followed
    from the strongest on, a person's first, but none that would bring such two together."""
    root = {report: report for report in group}
    foes: dict[str, set[str]] = {report: set() for report in group}
    for left, right in apart:
        if left in root and right in root:
            foes[left].add(right)
            foes[right].add(left)
    if not any(foes.values()):
        return [list(group)]

    def find(report: str) -> str:
        while root[report] != report:
            root[report] = root[root[report]]
            report = root[report]
        return report

    for link in sorted(links, key=lambda link: (link.by in STAGES, -link.score, link.id)):
        if link.left in root and link.right in root:
            one, two = find(link.left), find(link.right)
            if one != two and all(find(foe) != two for foe in foes[one]):
                root[two] = one
                foes[one] |= foes.pop(two)
    parts: dict[str, list[str]] = {}
    for report in group:
        parts.setdefault(find(report), []).append(report)
    return list(parts.values())


def _join_links(links: Sequence[Judgement]) -> list[list[Judgement]]:
    """Links that meet in the same passage of a report, together."""
    at: dict[str, list[Judgement]] = {}
    for link in links:
        at.setdefault(link.left, []).append(link)
        at.setdefault(link.right, []).append(link)
    by_id = {link.id: link for link in links}
    met = [pair for report, here in at.items() for pair in _find_meetings(report, here)]
    return [[by_id[number] for number in group] for group in build_groups(by_id, met)]


def _find_meetings(report: str, links: Sequence[Judgement]) -> Iterator[tuple[str, str]]:
    """Pairs of links whose passages in the report overlap, enough of them to join all that do.

    A link that shows no passage there, as a person's judgement may, meets every other: nothing speaks against it.
    """
    passages = sorted(
        (span.start, span.end, link.id) for link in links for span in link.evidence if span.report == report
    )
    told = {link for _, _, link in passages}
    bare = next((link.id for link in links if link.id not in told), None)
    if bare is not None:
        yield from ((bare, link.id) for link in links)
        return
    reach, held = -1, ""
    for start, end, link in passages:
        if start < reach:
            yield held, link
        if end > reach:
            reach, held = end, link


def _choose_lines(groups: Sequence[Sequence[Judgement]]) -> dict[str, int]:
    """For each linked report the number of the group that holds its strongest link."""
    best: dict[str, tuple[float, int]] = {}
    for number, group in enumerate(groups):
        for link in group:
            for report in (link.left, link.right):
                if report not in best or link.score > best[report][0]:
                    best[report] = (link.score, number)
    return {report: number for report, (_, number) in best.items()}
