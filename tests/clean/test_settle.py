"""Drafts of one site in: versions, pages met again, lines that repeat; nothing lost that is an article's own."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reports import make_report

from tellings.clean import pages
from tellings.clean.settle import STAGE, settle_drafts
from tellings.engines.local import run_plan
from tellings.ingest.received import Received, make_capture
from tellings.records import Draft, Drop, Furniture, Interval, Precision, Report, Revision, make_id
from tellings.stage import Group

OUTLET = "Harrow Valley Times"
FIRST = (
    "A fire at a paper mill in Denby Vale killed three workers on Monday night, the county fire service said.",
    "The fire began shortly before ten in a hall where bales of waste paper are kept, according to chief Ruth Amador.",
    "About 120 firefighters from five towns were at the mill until the morning, and the road to Colne stayed shut.",
    "The mill's owner, Teller Board, said that work would not start again before the cause was known.",
)
SECOND = (
    FIRST[0].replace("three workers", "five workers"),
    FIRST[1].replace("Ruth Amador", "Rita Amador"),
    FIRST[2],
    "Two of the injured were flown to a hospital in Garsdale with burns, a doctor there said on Tuesday.",
    "Correction: An earlier version of this report gave the wrong first name of the fire chief.",
)
OTHER = (
    "The orchestra of Garsdale will play in the open air this summer for the first time in eleven years.",
    "Its conductor, Leonie Marsh, has chosen three symphonies and a new piece for horns by a pupil of hers.",
    "Tickets are free, but listeners are asked to bring their own chairs and something against the rain.",
)
THIRD = (
    "Pupils at the school of Upper Colne have counted the swifts that nest under its roof: there are sixty.",
    "The birds come back from Africa in the first days of May, and the number has doubled since the roof was mended.",
    "A teacher, Owen Pryce, wants to put a camera into one of the nests before next spring.",
)
OWN = "Do you know more than we do? Ring our news desk on any day between eight and six, or send us a picture."


def draft(
    *lines: str, title: str = "Fire at paper mill", name: str = "page.txt", url: str | None = None, **known: object
) -> Draft:
    report = replace(make_report("\n\n".join(lines), title=title, outlet=OUTLET, name=name), url=url)
    fetched = known.pop("fetched", None)
    digest = str(known.pop("digest", make_id("digest", name, *lines)))
    report = replace(report, **known)  # type: ignore[arg-type]
    return Draft(make_id("draft", report.id), OUTLET.lower(), report, fetched, digest)  # type: ignore[arg-type]


def settle(*drafts: Draft) -> tuple[list[Report], list[Revision], list[Drop]]:
    made = list(settle_drafts(drafts))
    kinds: tuple[list[Report], list[Revision], list[Drop]] = ([], [], [])
    for record in made:
        kinds[(Report, Revision, Drop).index(type(record))].append(record)  # type: ignore[arg-type]
    return kinds


def at(minute: str) -> Interval:
    return Interval(minute, minute, Precision.MINUTE)


def test_a_page_met_again_is_one_report_and_says_so() -> None:
    spaced = tuple(line.replace(" ", "  ") for line in FIRST)
    reports, revisions, drops = settle(draft(*FIRST, name="a.txt"), draft(*spaced, name="b.txt"))
    assert len(reports) == 1 and not revisions
    (drop,) = drops
    assert drop.reason == f"met again unchanged: the same as {reports[0].origin}" and drop.same_as == reports[0].id
    assert {drop.capture, reports[0].origin} == {"a.txt", "b.txt"}


def test_a_changed_page_is_a_new_version_with_what_changed() -> None:
    reports, (revision,), drops = settle(
        draft(*SECOND, name="b.txt", published=at("2031-03-04T06:00"), modified=at("2031-03-05T09:00")),
        draft(*FIRST, name="a.txt", published=at("2031-03-04T06:00")),
    )
    texts = {report.id: report for report in reports}
    earlier, later = texts[revision.earlier], texts[revision.report]
    assert (earlier.origin, later.origin, later.supersedes) == ("a.txt", "b.txt", earlier.id)
    assert earlier.supersedes is None and revision.ordered and not drops
    told = [(c.kind, c.before and c.before.of(earlier), c.after and c.after.of(later)) for c in revision.changes]
    assert told == [
        ("correction", None, SECOND[4]),
        ("number", "three", "five"),
        ("name", "Ruth", "Rita"),
        ("removed", FIRST[3], None),
        ("added", None, SECOND[3]),
    ]


def test_without_a_time_the_note_of_a_correction_tells_the_order() -> None:
    _, (revision,), _ = settle(draft(*SECOND, name="a.txt"), draft(*FIRST, name="b.txt"))
    assert revision.ordered and "correction" in revision.reason


def test_it_is_said_when_nothing_tells_the_order() -> None:
    reports, (revision,), _ = settle(draft(*FIRST, name="a.txt"), draft(*SECOND[:4], name="b.txt"))
    assert not revision.ordered and "nothing tells" in revision.reason
    assert {report.origin: report.supersedes is None for report in reports} == {"a.txt": True, "b.txt": False}


def test_three_versions_make_a_chain() -> None:
    lines = (FIRST, (*FIRST[:3], SECOND[3]), SECOND)
    drafts = [draft(*told, name=f"{n}.txt", modified=at(f"2031-03-05T0{n}:00")) for n, told in enumerate(lines)]
    reports, revisions, _ = settle(*drafts)
    by_name = {report.origin: report for report in reports}
    assert by_name["2.txt"].supersedes == by_name["1.txt"].id and by_name["1.txt"].supersedes == by_name["0.txt"].id
    assert len(revisions) == 2


def test_what_one_reading_cut_has_not_gone() -> None:
    cut = draft(*FIRST[:3], name="a.txt")
    cut = replace(cut, alone=replace(cut.alone, furniture=(Furniture("insert", FIRST[3]),)))
    reports, revisions, drops = settle(cut, draft(*FIRST, name="b.txt"))
    assert len(reports) == 1 and not revisions and len(drops) == 1


@pytest.mark.parametrize("address", ["https://times.example/news/", "https://times.example/"])
def test_another_article_at_one_address_is_no_version(address: str) -> None:
    told = (
        draft(*FIRST, name="a.txt", url=address),
        draft(*OTHER, title="Music in the park", name="b.txt", url=address),
    )
    reports, revisions, drops = settle(*told)
    assert len(reports) == 2 and not revisions and not drops


def test_at_one_address_a_text_written_anew_is_a_version() -> None:
    anew = (
        "Five people are now known to have died in the fire at the mill of Teller Board in Denby Vale.",
        "Chief Rita Amador of the county fire service said waste paper had caught fire in a hall shortly before ten.",
        "Firefighters of five towns left the mill in the morning; the road to Colne is open again.",
    )
    addresses = "https://www.times.example/mill-fire?utm_source=x", "http://times.example/mill-fire/"
    told = [
        draft(*lines, title=title, name=title, url=url, modified=at(f"2031-03-05T0{n}:00"))
        for n, (lines, title, url) in enumerate(
            zip((FIRST, anew), ("Mill fire", "Mill fire kills five"), addresses, strict=True)
        )
    ]
    reports, (revision,), _ = settle(*told)
    assert len(reports) == 2 and revision.reason.startswith("the same address")


def test_the_next_report_with_copied_background_is_no_version() -> None:
    follow = (
        "The owner of a paper mill in Denby Vale will pay the families of the dead, its lawyer said on Friday.",
        "Teller Board has been told to hand over the papers on its sprinklers, which had last been looked at in 2019.",
        "A judge in Garsdale will hear the case in June, and the county has asked for an inquiry of its own.",
        FIRST[1],
        FIRST[2],
    )
    reports, revisions, _ = settle(
        draft(*FIRST, name="a.txt"), draft(*follow, title="Mill owner to pay families", name="b.txt")
    )
    assert len(reports) == 2 and not revisions
    assert sorted(line for report in reports for line in report.text.split("\n\n") if line in FIRST[1:3]) == sorted(
        [*FIRST[1:3], *FIRST[1:3]]
    )


def test_reports_of_one_form_on_different_days_stay_apart() -> None:
    form = "The ferry to Lund carried {} people and {} cars on {}; the sea was calm, and no boat was late all day long."
    lines = [form.format(a, b, c) + " " + FIRST[3] for a, b, c in ((310, 42, "Monday"), (290, 51, "Sunday"))]
    days = [date(2031, 3, 3), date(2031, 3, 16)]
    told = [
        draft(line, title="The ferry's day", name=line, published=Interval(str(day), str(day), Precision.DAY))
        for line, day in zip(lines, days, strict=True)
    ]
    reports, revisions, _ = settle(*told)
    assert len(reports) == 2 and not revisions


def test_lines_of_the_site_are_furniture_and_lines_of_the_articles_are_not() -> None:
    quoted = "“We have asked for new doors since last year and nobody has answered us,” a neighbour told the newspaper."
    told = (
        draft(*FIRST, quoted, OWN, name="a.txt"),
        draft(*OTHER, OWN, title="Music in the park", name="b.txt"),
        draft(*THIRD, quoted, OWN, title="Sixty swifts", name="c.txt"),
    )
    reports, _, _ = settle(*told)
    assert all(OWN not in report.text for report in reports)
    assert all(("repeated line", OWN) in [(p.kind, p.text) for p in report.furniture] for report in reports)
    assert sum(quoted in report.text for report in reports) == 2
    assert sum(len(report.text.split("\n\n")) for report in reports) == 3 + len(FIRST) + len(OTHER) + len(THIRD) + 2


def test_a_repeated_line_that_names_an_agency_is_kept_as_saying_whose_text_it_is() -> None:
    line = "The pages on sport and on weather are made with material of Reuters and may not be printed again elsewhere."
    told = ((FIRST, "Mill fire"), (OTHER, "Music in the park"), (THIRD, "Sixty swifts"))
    reports, _, _ = settle(*(draft(*lines, line, title=title, name=title) for lines, title in told))
    assert all(line not in report.text and report.disclaimers == (line,) for report in reports)


def test_two_pages_with_the_same_hours_keep_them() -> None:
    hours = ("Doors open at 7 p.m.", "Seats: 12 and 18 crowns", "Ring 0441 2204")
    told = (
        draft(*OTHER, *hours, title="Music in the park", name="b.txt"),
        draft(*THIRD, *hours, title="Sixty swifts", name="c.txt"),
    )
    reports, _, _ = settle(*told)
    assert all(line in report.text for report in reports for line in hours)


def test_another_articles_headline_among_the_lines_is_a_teaser() -> None:
    told = (
        draft(*OTHER, "Fire at paper mill kills three", title="Music in the park", name="b.txt"),
        draft(*FIRST, title="Fire at paper mill kills three", name="a.txt"),
    )
    reports, _, _ = settle(*told)
    music = next(report for report in reports if report.title == "Music in the park")
    assert music.furniture[-1].kind == "teaser" and "mill" not in music.text


def test_the_name_of_the_site_goes_from_headlines() -> None:
    told = (
        draft(*OTHER, title="Music in the park - Harrow Valley Times", name="b.txt"),
        draft(*THIRD, title="Sixty swifts under one roof - Harrow Valley Times", name="c.txt"),
    )
    reports, _, _ = settle(*told)
    assert {report.title for report in reports} == {"Music in the park", "Sixty swifts under one roof"}
    assert all(report.text.startswith(f"{report.title}\n\n") for report in reports)


def test_a_live_page_is_told_without_its_single_sentences() -> None:
    things = ("pump", "mast", "sail", "hull", "rope", "deck", "lamp", "keel", "oar", "flag")
    posts = [f"At {n} o'clock a {thing} of boat {n * 7} was lost near buoy {thing}." for n, thing in enumerate(things)]
    url = "https://times.example/live/regatta"
    told = [
        draft(*told, FIRST[3], title="Live: the regatta", name=name, url=url, fetched=fetched)
        for told, name, fetched in ((posts[:5], "a", "2031-03-04T08:00"), (posts[5:], "b", "2031-03-04T20:00"))
    ]
    _, (revision,), _ = settle(*told)
    assert not revision.changes and revision.more == 10 and "fetched" in revision.reason


def test_twice_and_in_any_order_the_same() -> None:
    told = [draft(*FIRST, name="a.txt"), draft(*SECOND, name="b.txt"), draft(*OTHER, title="Music", name="c.txt")]
    runs = [list(STAGE.run(Group("x", {Draft: order}))) for order in (told, told[::-1])]
    assert sorted(runs[0], key=lambda r: r.id) == sorted(runs[1], key=lambda r: r.id)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.text(alphabet=st.characters(codec=None), max_size=200), min_size=1, max_size=5))
def test_any_pages_are_settled_without_loss(texts: list[str]) -> None:
    drafts = [draft(text, title=text[:20] or "x", name=f"{n}.txt") for n, text in enumerate(texts)]
    reports, revisions, drops = settle(*drafts)
    assert len(reports) + len(drops) == len(drafts)
    by_id = {report.id: report for report in reports}
    for revision in revisions:
        for change in revision.changes:
            assert all(span is None or span.of(by_id[span.report]) for span in (change.before, change.after))


def read_all(*contents: str) -> tuple[list[Report], list[Drop]]:
    captures = [
        make_capture(Received(f"{n}.txt", content.encode()), "text/plain") for n, content in enumerate(contents)
    ]
    tables = run_plan([pages.STAGE, STAGE], captures, strict=True)
    return list(tables.of(Report)), list(tables.of(Drop))


def test_where_no_outlet_is_known_the_same_bytes_are_one_and_the_same_text_is_not() -> None:
    page = "Fire at paper mill\n\n" + "\n\n".join(FIRST)
    reports, drops = read_all(page, page)
    assert len(reports) == 1 and drops[0].same_as == reports[0].id
    reports, drops = read_all(page, page + "\n")
    assert len(reports) == 2 and not drops


def test_a_short_sentence_put_in_and_a_change_far_down_are_told() -> None:
    many = [f"Boat number {n} came back to the harbour of Lund before it was dark." for n in range(500)]
    changed = [*many[:-1], many[-1].replace("before", "long after"), "He died."]
    reports, (revision,), _ = settle(draft(*many, name="a.txt"), draft(*changed, name="b.txt"))
    texts = {report.id: report for report in reports}
    told = [(change.kind, change.after.of(texts[change.after.report])) for change in revision.changes if change.after]
    assert told == [("added", "He died."), ("reworded", changed[-2])]
