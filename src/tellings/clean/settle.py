"""Stage `settle`: the Drafts of one site in, Reports, Revisions and Drops out.

Pages of one site are laid beside one another: lines that stand on several of them are furniture, a page met again
unchanged is one report, a page met again changed is a new version of it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from tellings.clean.changes import find_changes
from tellings.clean.repeats import cut_repeats, find_repeats
from tellings.clean.versions import Page, explain_one, explain_order, group_versions
from tellings.records import Draft, Drop, Report, Revision, make_id
from tellings.stage import Cut, Group, Stage

_NAME = "settle"
_LOOKED_AT = 5  # versions, the last ones, among which a page is looked for: a live page may be met a hundred times
_AGAIN = "met again unchanged: the same as {}"


def settle_drafts(drafts: Sequence[Draft]) -> Iterator[Report | Revision | Drop]:
    """What the drafts of one site come to."""
    articles = group_versions(drafts)
    repeats = find_repeats(articles)
    for versions in articles:
        yield from _settle_article([replace(draft, alone=cut_repeats(draft.alone, repeats)) for draft in versions])


def _settle_article(versions: Sequence[Draft]) -> Iterator[Report | Revision | Drop]:
    """The versions of one article, earliest first: each that differs is a report."""
    kept: list[list[Draft]] = []
    for draft in versions:
        same = next((held for held in kept[-_LOOKED_AT:] if not _differ(held[0].alone, draft.alone)), None)
        if same is None:
            kept.append([draft])
        else:
            same.append(draft)
    before: tuple[Draft, Report] | None = None
    for held in kept:
        draft = max(held, key=_count_known)
        report = draft.alone
        if before is not None:
            report = replace(report, supersedes=before[1].id)
            yield _build_revision(before[0], draft)
        yield report
        yield from (_drop_again(other.alone, report) for other in held if other is not draft)
        before = draft, report


def _differ(earlier: Report, later: Report) -> bool:
    if earlier.text == later.text:
        return False
    changes, more = find_changes(earlier, later)
    return bool(changes or more)


def _count_known(draft: Draft) -> int:
    """How much is known of a page: of two that read the same the one that says more of itself is kept."""
    report = draft.alone
    told = (report.outlet, report.url, report.title, report.byline, report.published, report.modified, report.section)
    return sum(value is not None for value in told)


def _build_revision(before: Draft, draft: Draft) -> Revision:
    earlier, report = before.alone, draft.alone
    changes, more = find_changes(earlier, report)
    order, ordered = explain_order(before, draft)
    one = explain_one(Page(before), Page(draft)) or "each is near to a version between them"
    return Revision(
        id=make_id("revision", earlier.id, report.id),
        report=report.id,
        earlier=earlier.id,
        reason=f"{one}; {'which came first is known ' if ordered else ''}{order}",
        ordered=ordered,
        changes=changes,
        more=more,
    )


def _drop_again(again: Report, report: Report) -> Drop:
    reason = _AGAIN.format(report.origin)
    drop = make_id("drop", _NAME, again.capture, reason)
    return Drop(drop, again.origin, _NAME, reason, same_as=report.id)


def _run(group: Group) -> Iterator[Report | Revision | Drop]:
    return settle_drafts(group.of(Draft))


STAGE: Stage = Stage(_NAME, reads=(Draft,), writes=(Report, Revision, Drop), cut=Cut.BY_KEY, run=_run, key="site")
