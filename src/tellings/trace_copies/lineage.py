"""A story's Reports and Sentences in, Judgements copy_of out: who wrote from whom, with evidence.

Every pair of a story is weighed (of a large one, every near pair); reports of the very same text are each compared with
one of them only. Two versions of one article are one text to begin with: they are linked whatever they have in common.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from tellings.linking.groups import build_groups
from tellings.linking.vectors.states import read_ahead
from tellings.records import Judgement, Report, Sentence, Span, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.words import words_of
from tellings.trace_copies.candidates import CROWD, choose_pairs
from tellings.trace_copies.credits import find_naming
from tellings.trace_copies.evidence import PLAIN, RETOLD, Evidence, Meeting
from tellings.trace_copies.passages import cut_own, span_of
from tellings.trace_copies.reading import Reading, build_reading
from tellings.trace_copies.score import THRESHOLD, TRIMMED, score_evidence

RELATION = "copy_of"
SHARED = 0.5  # share of the shorter report's own words below which an agency credit makes it shared agency text
SHOWN = 6  # passages of a kind that are kept as evidence
VERSION = "two versions of one article of the same outlet"
SLACK = 0.2  # meaning in common beyond what the words let expect: 3.3 times the deviation measured
TOLD = 6  # own words from which a common run is shown


def trace_reports(reports: Sequence[Report], sentences: Sequence[Sentence], *, scope: str) -> list[Judgement]:
    """A judgement for each pair of the story that was weighed; those of a crowd are compared by their words alone."""
    by_report: dict[str, list[Sentence]] = defaultdict(list)
    for sentence in sorted(sentences, key=lambda sentence: sentence.index):
        by_report[sentence.report].append(sentence)
    twins: dict[tuple[str, ...], list[Report]] = defaultdict(list)
    for report in sorted(reports, key=lambda report: report.id):
        twins[tuple(words_of(report.text))].append(report)
    firsts = [build_reading(same[0], by_report[same[0].id]) for same in twins.values()]
    embed = len(firsts) <= CROWD
    judgements = [judge_pair(left, right, scope=scope, embed=embed) for left, right in choose_pairs(firsts)]
    for same in twins.values():
        judgements += [_judge_twins(same[0], other, scope=scope) for other in same[1:]]
    return _link_versions(reports, judgements, by_report, scope=scope)


def _link_versions(
    reports: Sequence[Report],
    judgements: Sequence[Judgement],
    sentences: Mapping[str, Sequence[Sentence]],
    *,
    scope: str,
) -> list[Judgement]:
    """The judgements, with those on versions of one article saying so; each version is linked to the one before."""
    here = {report.id: report for report in reports}
    chain = [(report.supersedes, report.id) for report in reports if report.supersedes in here]
    article = {report: group[0] for group in build_groups(here, chain) for report in group}
    settled = {j.id: name_version(j) if article[j.left] == article[j.right] else j for j in judgements}
    for before, after in chain:
        left, right = (build_reading(here[report], sentences.get(report, ())) for report in (before, after))
        linked = name_version(judge_pair(left, right, scope=scope))
        settled[linked.id] = replace(linked, left=before, right=after)
    return list(settled.values())


def name_version(judgement: Judgement) -> Judgement:
    """The judgement on two versions of one article: they are one text whatever they have in common."""
    return replace(judgement, verdict=True, score=1.0, detail="version", reason=f"{VERSION}; {judgement.reason}")


def judge_pair(left: Reading, right: Reading, *, scope: str, embed: bool = True) -> Judgement:
    """The judgement on two readings, in whichever order; the earlier or source report left where that can be told.

    Without `embed` they are compared by their words alone. With it sentences are embedded where that can matter.
    """
    if right.report.id < left.report.id:
        left, right = right, left
    meeting = Meeting(left, right)
    evidence = meeting.weigh(embed=False, brief=True)
    if embed and _may_depend(meeting, evidence):
        evidence = meeting.weigh()
    score, reason = score_evidence(evidence)
    namings = find_naming(left.report, right.report), find_naming(right.report, left.report)
    agencies = sorted(left.agencies & right.agencies)
    verdict = score >= THRESHOLD
    detail = _name_relation(evidence, bool(agencies)) if verdict else "independent"
    if not verdict and any(namings):
        detail = "quotes_other"
    reasons = [reason, *(f"both credit {name}" for name in agencies)]
    sides = ((left.report, right.report), (right.report, left.report))
    reasons += [
        f"{_name(report)} names {_name(other)}"
        for naming, (report, other) in zip(namings, sides, strict=True)
        if naming
    ]
    passages = _find_passages(left, right, evidence, verdict=verdict)
    passages += [naming for naming in namings if naming]
    first, second = _order(left.report, right.report, namings)
    return Judgement(
        id=make_id("judgement", RELATION, scope, *sorted((first.id, second.id))),
        left=first.id,
        right=second.id,
        relation=RELATION,
        verdict=verdict,
        score=score,
        reason="; ".join(reasons),
        by=STAGE.name,
        detail=detail,
        evidence=tuple(passages),
        scope=scope,
    )


def _may_depend(meeting: Meeting, evidence: Evidence) -> bool:
    """Whether embedding their sentences could show dependence that is not plain yet; a sentence takes 2 ms.

    Of 92 labelled pairs that it shows none falls below this.
    """
    if evidence.figure("cover") >= PLAIN:
        return False
    if score_evidence(evidence)[0] >= THRESHOLD:
        return True
    return score_evidence(meeting.weigh(embed=False, slack=SLACK))[0] >= THRESHOLD


def _name_relation(evidence: Evidence, credited: bool) -> str:
    if evidence.figure("trigrams") ** 2 >= TRIMMED:
        return "copy"
    return "shared_agency" if credited and evidence.figure("cover") < SHARED else "derived"


def _find_passages(left: Reading, right: Reading, evidence: Evidence, *, verdict: bool) -> list[Span]:
    """The spans a reader is shown, pair by pair: left, right, left, right.

    Of dependent reports only what makes them so: lines are drawn by which passages meet, and public words do not count.
    """
    spans: list[Span] = []
    runs = sorted((run for run in evidence.runs if run.narrated >= TOLD), key=lambda run: (-run.weight, run.left))
    for run in sorted(runs[:SHOWN], key=lambda run: run.left):
        for start, length in cut_own(run):
            spans += [span_of(left, run.left + start, length), span_of(right, run.right + start, length)]
    retold = sorted((p for p in evidence.parallels if p.detail > RETOLD), key=lambda p: (-p.detail, p.left))
    for parallel in sorted(retold[:SHOWN], key=lambda p: p.left):
        spans += [left.sentences[parallel.left].span, right.sentences[parallel.right].span]
    for cut in [cut for cut in evidence.cuts if cut.reworded or not verdict][:SHOWN]:
        spans += [cut.left, cut.right]
    return spans


def _order(left: Report, right: Report, namings: tuple[Span | None, Span | None]) -> tuple[Report, Report]:
    """Source first: the one that the other names, else the earlier, else the longer; ids break a tie."""
    if bool(namings[0]) != bool(namings[1]):
        return (right, left) if namings[0] else (left, right)
    if left.published and right.published:
        if left.published.is_before(right.published):
            return left, right
        if right.published.is_before(left.published):
            return right, left
    elif left.published or right.published:  # what is dated was there first, as far as anybody can tell
        return (left, right) if left.published else (right, left)
    ordered = sorted((left, right), key=lambda report: (-len(report.text), report.id))
    return ordered[0], ordered[1]


def _name(report: Report) -> str:
    return report.outlet or "the other report"


def _judge_twins(left: Report, right: Report, *, scope: str) -> Judgement:
    first, second = _order(left, right, (None, None))
    return judge_same((first.id, len(first.text)), (second.id, len(second.text)), scope=scope)


def judge_same(first: tuple[str, int], second: tuple[str, int], *, scope: str) -> Judgement:
    """The judgement on two reports of the very same words, each given as (id, characters), the earlier first."""
    return Judgement(
        id=make_id("judgement", RELATION, scope, *sorted((first[0], second[0]))),
        left=first[0],
        right=second[0],
        relation=RELATION,
        verdict=True,
        score=1.0,
        reason="the same text, word for word",
        by=STAGE.name,
        detail="copy",
        evidence=tuple(Span(report, 0, length) for report, length in (first, second) if length),
        scope=scope,
    )


def _run(group: Group) -> Iterable[Judgement]:
    return trace_reports(group.of(Report), group.of(Sentence), scope=group.key)


def _run_together(groups: Sequence[Group]) -> None:
    """Read the sentences of stories of several reports at once: some of them are compared here, all of them where their
    claims are. In batches of one length each takes a seventh less."""
    read_ahead(_list_wordings(group) for group in groups if len(group.of(Report)) > 1)


def _list_wordings(group: Group) -> list[str]:
    reports = {report.id: report for report in group.of(Report)}
    return [sentence.span.of(reports[sentence.report]) for sentence in group.of(Sentence)]


STAGE = Stage(
    "trace_copies",
    reads=(Report, Sentence),
    writes=(Judgement,),
    cut=Cut.BY_KEY,
    run=_run,
    key="story",
    together=_run_together,
)
