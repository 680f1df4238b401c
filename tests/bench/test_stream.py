"""Scores of stories, lines and links against what is known; reports read back from disk."""

import tempfile
from itertools import islice

from bench.invention.stream import invent_reports
from bench.stream import RECENT, Answers, Archive, score_b3, score_lines, score_links

ANSWERS = Answers(
    stories=["a", "a", "a", "b", "b", "d"],
    lines=["1", "1", "2", "3", "3", "9"],
    relations=["original", "copy", "independent", "original", "derived", "digest"],
    doubles=[False, False, False, False, False, False],
)
ALL = range(6)


def test_stories() -> None:
    assert score_b3([[0, 1, 2], [3, 4], [5]], ANSWERS, ALL) == 1.0
    assert score_b3([[0, 1, 2, 5], [3, 4]], ANSWERS, ALL) == 1.0  # a digest is in no count
    assert score_b3([[0, 1, 2, 3, 4]], ANSWERS, ALL) < 0.75
    assert score_b3([[0, 1], [2], [3, 4]], ANSWERS, range(3, 5)) == 1.0


def test_lines() -> None:
    assert score_lines([[0, 1], [2], [3, 4], [5]], ANSWERS, ALL) == 1.0
    assert score_lines([[0, 1], [2], [3], [4]], ANSWERS, ALL) == 2 * 1 / (1 + 2)
    assert score_lines([[0, 1, 2], [3, 4]], ANSWERS, ALL) == 2 * 2 / (4 + 2)


def test_links() -> None:
    links = [(0, 1, "copy"), (1, 2, "copy"), (3, 4, "derived")]
    assert score_links(links, ANSWERS, ALL, ("copy",)) == (0.5, 1.0)
    assert score_links(links, ANSWERS, ALL, ("derived",)) == (1.0, 1.0)
    assert score_links([], ANSWERS, ALL, ("derived",)) == (0.0, 0.0)


def test_what_is_read_back_is_what_was_kept() -> None:
    samples = list(islice(invent_reports(3, 12), 12))
    with tempfile.TemporaryFile() as file:
        archive = Archive(file, {})
        archive.keep(samples[:6])
        archive.keep(samples[6:])
        assert len(samples) < RECENT
        archive.forget()
        for sample in reversed(samples):
            report, sentences = archive.read(sample.report.id)
            assert report == sample.report
            assert tuple(sentences) == sample.sentences
