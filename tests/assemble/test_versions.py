"""The account is told in the words of an article's newest version."""

from dataclasses import replace

from tellings.assemble.account import find_headline
from tellings.assemble.telling import build_summary
from tests.assemble.stories import make_claim, make_finding, make_index
from tests.reports import make_report

BODY = "The bridge at Loreto fell into the river on Monday and killed {} people. Boats were sent by the army."
FIRST = make_report(BODY.format("four"), title="Bridge falls into river, four dead", name="first")
LATER = replace(
    make_report(BODY.format("six"), title="Bridge falls into river, six dead", name="later"), supersedes=FIRST.id
)


def test_what_was_withdrawn_is_neither_headline_nor_first_sentence() -> None:
    for reports in ([FIRST, LATER], [LATER, FIRST]):
        index = make_index(reports)
        wording = "The bridge at Loreto fell into the river on Monday"
        claims = [make_claim(index, report, wording) for report in reports]
        headline, span = find_headline(index)
        assert headline == LATER.title and span is not None and span.report == LATER.id
        told = build_summary(index, [make_finding(claims)], claims, [])
        assert "six" in told[0].text
