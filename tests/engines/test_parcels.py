"""Records sent between processes: the same when they come out, in the same order."""

import pickle

from hypothesis import given
from hypothesis import strategies as st

from tellings.engines.parcels import (
    Packed,
    find_fractions,
    glimpse_pairs,
    has_fractions,
    keep,
    read_judged,
    unwrap,
    unwrap_piece,
    wrap,
    wrap_piece,
)  # fmt: skip
from tellings.records import (
    Capture,
    Drop,
    Entity,
    Finding,
    Judgement,
    Mention,
    Place,
    Profile,
    Quantity,
    Report,
    Sentence,
    Span,
    Tables,
    write_row,
)  # fmt: skip
from tellings.stage import Group
from tests.reports import make_report

SPAN = Span("report-1", 0, 1)
drops = st.builds(Drop, st.text(), st.text(), st.text(), st.text())
quantities = st.builds(
    Quantity, st.text(), st.just(SPAN), st.floats(allow_nan=False) | st.integers(-9, 9) | st.none(), st.none(),
    st.text(), st.text(), st.just("exactly"),
)  # fmt: skip
reports = st.builds(lambda text: make_report(text, name="a"), st.text(min_size=1))


@given(st.lists(drops | quantities | reports))
def test_they_come_out_as_they_went_in(records: list[Drop | Quantity | Report]) -> None:
    there = unwrap(pickle.loads(pickle.dumps(wrap(records))))
    assert there == records
    assert [write_row(record) for record in there] == [write_row(record) for record in records]


@given(st.lists(drops | quantities | reports))
def test_they_are_kept_as_they_were_sent_until_asked_for(records: list[Drop | Quantity | Report]) -> None:
    kept, plain = Tables(keep("report-1", wrap(records))), Tables(records)
    for kind in (Drop, Quantity, Report):
        some = [record for record in records if type(record) is kind]
        assert (kept.find_unread(kind) or {}).keys() == ({"report-1"} if some else set()), "also what cannot be packed"
        assert list(map(repr, kept.of(kind))) == list(map(repr, plain.of(kind)))


judgements = st.builds(
    Judgement, st.text(min_size=1), st.sampled_from("abc"), st.sampled_from("bcd"),
    st.sampled_from(["same_story", "copy_of"]),
    st.booleans(), st.floats(0, 1) | st.just(1), st.text(), st.text(),
)  # fmt: skip


@given(st.lists(judgements), st.sets(st.tuples(st.sampled_from("abc"), st.sampled_from("bcd"))))
def test_of_judgements_as_sent_some_are_read(made: list[Judgement], asked: set[tuple[str, str]]) -> None:
    sent = wrap(made)
    pairs = [(pair.left, pair.right, pair.relation, pair.score) for some in sent for pair in glimpse_pairs(some)]
    assert pairs == [(one.left, one.right, one.relation, one.score) for one in made]
    found = [one for some in sent for one in read_judged(some, "same_story", asked)]
    assert found == [one for one in made if one.relation == "same_story" and (one.left, one.right) in asked]


def test_a_whole_number_where_a_fraction_is_meant_stays_one() -> None:
    quantity = Quantity("quantity-1", SPAN, 3, None, "", "ferries", "exactly")
    (kept,) = wrap([quantity])
    assert kept == [quantity], "packing would make 3.0 of it, and another row"
    profile = Profile("profile-1", "report-1", (("ferry", 1),), (), None, None, ())
    assert wrap([profile]) == [[profile]]
    broken = [Drop("drop-1", "a.txt", "clean", "half a \ud83d")]
    assert unwrap(wrap(broken)) == broken
    assert isinstance(wrap([Drop("drop-1", "a.txt", "clean", "why")])[0], Packed)


def test_kinds_whose_numbers_would_change_are_known() -> None:
    assert [kind for kind in (Sentence, Mention, Report, Drop, Entity) if has_fractions(kind)] == []
    assert all(has_fractions(kind) for kind in (Quantity, Place, Profile, Judgement, Finding))
    assert [find_fractions(kind) for kind in (Judgement, Quantity, Profile)] == [("score",), ("low", "high"), None]


def test_pieces_of_work_come_out_as_they_went_in() -> None:
    report, drop = make_report("a page", name="a"), Drop("drop-1", "a.txt", "clean", "why")
    capture = Capture("capture-1", "a.txt", "text/plain", None, "00", b"\xff\x00")
    for alone in (report, capture, None):
        assert unwrap_piece(wrap_piece(alone)) == alone
    group = unwrap_piece(wrap_piece(Group("", {Drop: [drop], Report: [report, make_report("another", name="b")]})))
    assert isinstance(group, Group)
    assert group.key == ""
    assert [report.text for report in group.of(Report)] == ["a page", "another"]
    assert group.one(Drop) == drop
    assert group.of(Quantity) == ()
