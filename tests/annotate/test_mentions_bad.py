"""Text that no parser was made for: one sentence without end, tables, noise; spans stay valid and the time in bounds.

The sentences are built by hand, so that no model has to read them.
"""

import time

import pytest

from tellings.annotate.mentions import find_mentions
from tellings.annotate.parse import parse_report
from tellings.annotate.places import STAGE as PLACES
from tellings.records import Mention, Report, Sentence, Span, Token
from tellings.stage import Group

Word = tuple[str, str, str, str, int, str]  # text, pos, tag, dep, where its head stands from it, kind

PATTERNS: dict[str, tuple[Word, ...]] = {
    "names": (
        ("Acme", "PROPN", "NNP", "compound", 1, "ORG"), ("Lima", "PROPN", "NNP", "compound", 1, "GPE"),
        ("Roe", "PROPN", "NNP", "compound", 1, "PERSON"),
    ),
    "of": (("owner", "NOUN", "NN", "pobj", -1, ""), ("of", "ADP", "IN", "prep", -1, "")),
    "list": (("Lima", "PROPN", "NNP", "conj", -2, "GPE"), (",", "PUNCT", ",", "punct", -1, "")),
    "things": (
        ("the", "DET", "DT", "det", 1, ""), ("plane", "NOUN", "NN", "dobj", -2, ""),
        ("hit", "VERB", "VBD", "conj", -3, ""), ("it", "PRON", "PRP", "dobj", -1, ""),
    ),
    "models": (("eVega", "PROPN", "NNP", "conj", -1, ""), ("7", "NUM", "CD", "nummod", -1, "")),
    "numbers": (("777s", "NOUN", "NNS", "conj", -1, ""), ("-", "PUNCT", "HYPH", "punct", -1, "")),
    "titles": (
        ("Chief", "PROPN", "NNP", "compound", 1, ""), ("Executive", "PROPN", "NNP", "compound", 1, ""),
        ("Spokesman", "PROPN", "NNP", "compound", 1, ""), ("Roe", "PROPN", "NNP", "conj", -4, "PERSON"),
    ),
    "quoted": (
        ('"', "PUNCT", "``", "punct", 1, ""), ("we", "PRON", "PRP", "nsubj", 1, ""),
        ("said", "VERB", "VBD", "ccomp", 1, ""), ("Roe", "PROPN", "NNP", "nsubj", -1, "PERSON"),
    ),
}  # fmt: skip


def build_endless(words: tuple[Word, ...], number: int) -> tuple[Report, Sentence]:
    text, tokens = "", []
    for n in range(number):
        word, pos, tag, dep, above, kind = words[n % len(words)]
        start = len(text)
        text += word + " "
        head = min(max(n + above, 0), number - 1)
        tokens.append(
            Token(start, start + len(word), word, word.lower(), pos, tag, dep, head, kind, bool(kind))
        )  # fmt: skip
    report = Report("r", "c", "o", None, None, None, None, "en", text)
    return report, Sentence("s", Span("r", 0, len(text) - 1), 0, 0, False, tuple(tokens))


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_sentence_without_end_takes_time_by_its_length(pattern: str) -> None:
    report, sentence = build_endless(PATTERNS[pattern], 6000)
    start = time.process_time()
    mentions = find_mentions(report, [sentence])
    places = list(PLACES.run(Group("r", {Report: [report], Sentence: [sentence], Mention: mentions})))
    assert time.process_time() - start < 4
    for record in (*mentions, *places):
        assert 0 <= record.span.start < record.span.end <= len(report.text)


NOISE = [
    "Tbe rnayor of L1ma sa1d th at tne 3O0 f1remen c ame. | Lirna | P eru | 4l |",
    "Name\tTown\tVotes\nAda Roe\tLima\t1,200\nJorge Paz\tCuzco\t900\n\nTotal\t\t2,100",
    "\u202bLima\u202c \u200fsaid\u200e Ada\u00a0Roe \u2066of Peru\u2069 \ufeffon Monday.",
    "Ada \ud800Roe of L\udfffima, Peru, met the Lima police \ud83d.",
    "LIMA (XYZ) LIMA — — — ((( Ada Roe, 41, , , of of Lima ))) 'S 's ’s",
    "the the the of of of a a a its its 's 's -- -based Lima-based -",
]


@pytest.mark.parametrize("body", NOISE)
def test_noise_gives_valid_spans_that_do_not_change(body: str) -> None:
    report = Report("r", "c", "o", None, None, None, None, "en", body)
    sentences = list(parse_report(report))
    mentions = find_mentions(report, sentences)
    places = list(PLACES.run(Group("r", {Report: [report], Sentence: sentences, Mention: mentions})))
    for record in (*mentions, *places):
        assert record.span.of(report).strip()
    assert len({mention.span for mention in mentions}) == len(mentions)
    assert mentions == find_mentions(report, sentences)
