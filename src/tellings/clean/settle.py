"""Stage `settle`: the Drafts of one site in, Reports, Revisions and Drops out.

Pages of one site are laid beside one another: lines that stand on several of them are furniture, a page met again
unchanged is one report, a page met again changed is a new version of it.
"""

from collections.abc import Iterator

from tellings.records import Draft, Drop, Report, Revision
from tellings.stage import Cut, Group, Stage

_NAME = "settle"


def _run(group: Group) -> Iterator[Report | Revision | Drop]:
    for draft in group.of(Draft):
        yield draft.alone


STAGE: Stage = Stage(_NAME, reads=(Draft,), writes=(Report, Revision, Drop), cut=Cut.BY_KEY, run=_run, key="site")
