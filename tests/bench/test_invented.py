"""Invented reports: the same for the same seed, annotated as the rooms would, and known to be what they are."""

from collections import defaultdict
from functools import lru_cache
from itertools import combinations

from bench.invention.setting import Sample
from bench.invention.stream import Newsrooms, invent_reports
from bench.invention.wording import cut_parts, find_template, read_everyday, read_kinds, read_lines, wording_files

from tellings.records import write_row
from tellings.text.words import shingles, words_of

SEED = 7


@lru_cache(maxsize=1)
def told() -> tuple[tuple[Sample, ...], list[int]]:
    """The samples, and how many stories were alive when each was told."""
    rooms, alive = Newsrooms(SEED), []
    found = []
    for _, sample in zip(range(700), rooms.run(), strict=False):
        found.append(sample)
        alive.append(len(rooms.alive))
    return tuple(found), alive


def samples() -> tuple[Sample, ...]:
    return told()[0]


def grams(sample: Sample) -> set[tuple[str, ...]]:
    return set(shingles(words_of(sample.report.text), 5))


def test_same_seed_gives_the_same_reports_and_a_longer_stream_begins_with_them() -> None:
    again = list(invent_reports(SEED, 30))
    assert [write_row(s.report) for s in again] == [write_row(s.report) for s in samples()[:30]]
    assert [s.sentences for s in again] == [s.sentences for s in samples()[:30]]
    assert [s.known for s in again] == [s.known for s in samples()[:30]]
    assert [s.report.text for s in invent_reports(SEED + 1, 5)] != [s.report.text for s in again[:5]]


def test_annotations_resolve_to_the_text() -> None:
    for sample in samples():
        report, at = sample.report, 0
        for number, sentence in enumerate(sample.sentences):
            assert sentence.index == number
            assert sentence.title == (number == 0)
            assert sentence.span.start >= at
            at = sentence.span.end
            assert sentence.span.of(report).strip() == sentence.span.of(report)
            for token in sentence.tokens:
                assert report.text[token.start : token.end] == token.text
                assert 0 <= token.head < len(sentence.tokens)
        assert at == len(report.text)
        assert report.title
        assert report.text.startswith(report.title)
        for mention in sample.mentions:
            assert mention.span.of(report)
        assert "  " not in report.text
        assert "{" not in report.text
        assert "[" not in report.text


def test_a_copy_descends_from_where_its_source_does() -> None:
    known = {sample.report.id: sample.known for sample in samples()}
    outlets = {sample.report.id: sample.report.outlet for sample in samples()}
    taken = [sample for sample in samples() if sample.known.source]
    assert taken
    for sample in taken:
        source = sample.known.source or ""
        if sample.known.relation == "quotes_other":
            assert sample.known.line == sample.report.id
        elif source in known:
            assert sample.known.line == known[source].line
            assert sample.known.story == known[source].story
        else:
            assert source.startswith(("wire", "report"))  # an agency's, or one from before the stream began
        if sample.report.supersedes in outlets:
            assert outlets[sample.report.supersedes] == sample.report.outlet


def test_relations_show_in_the_wording() -> None:
    by_line: dict[str, list[Sample]] = defaultdict(list)
    by_story: dict[str, list[Sample]] = defaultdict(list)
    for sample in samples():
        if len(sample.sentences) > 5:
            by_line[sample.known.line].append(sample)
            by_story[sample.known.story].append(sample)

    def shared(left: Sample, right: Sample) -> float:
        ours, theirs = grams(left), grams(right)
        return len(ours & theirs) / min(len(ours), len(theirs))

    def median(shares: list[float]) -> float:
        return sorted(shares)[len(shares) // 2]

    pairs = [pair for held in by_line.values() for pair in combinations(held, 2)]
    copies = [shared(a, b) for a, b in pairs if a.known.relation == b.known.relation == "copy"]
    rewritten = [shared(a, b) for a, b in pairs if a.known.relation == b.known.relation == "derived"]
    own = [
        shared(a, b)
        for held in by_story.values()
        for a, b in combinations(held, 2)
        if {a.known.relation, b.known.relation} <= {"original", "independent"}
    ]
    assert median(copies) > 0.7
    assert median(rewritten) < 0.5
    assert median(own) < 0.12


def test_bad_input_is_among_them() -> None:
    relations = {sample.known.relation for sample in samples()}
    assert {"alone", "copy", "derived", "shared_agency", "version", "independent", "quotes_other"} <= relations
    assert any(len(words_of(sample.report.text)) < 6 for sample in samples())
    assert any(sample.report.outlet is None for sample in samples())
    assert any(sample.report.published is None for sample in samples())
    assert any(len(sample.sentences) > 25 for sample in samples())


def test_as_many_stories_are_alive_later_as_at_first() -> None:
    alive = told()[1]
    assert 0.8 * alive[0] < alive[-1] < 1.25 * alive[0]


def test_every_wording_is_tagged_and_every_point_can_be_told_in_three_ways() -> None:
    for path in wording_files():
        for _, lines in read_lines(path)[1:]:
            for line in lines:
                assert len(find_template(line).slots) == sum(what == "slot" for what, _ in cut_parts(line))
    assert len(read_kinds()) >= 25
    for kind in read_kinds():
        points = [point for phase in kind.points for point in phase]
        assert len(points) >= 10, kind.name
        assert all(len(point.ways) >= 3 for point in points), kind.name
    assert all(kind.headlines[0] for kind in read_everyday())
