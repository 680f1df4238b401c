from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate.mentions import find_mentions
from tellings.annotate.parse import parse_report
from tellings.annotate.quotes import find_quotes
from tellings.annotate.quotes_cues import read_frames
from tellings.annotate.quotes_marks import find_quoted
from tellings.records import Quote
from tests.reports import make_report


def read(text: str, *, mentions: bool = False) -> list[tuple[str, Quote]]:
    report = make_report(text)
    sentences = parse_report(report)
    known = find_mentions(report, sentences) if mentions else []
    return [(quote.span.of(report), quote) for quote in find_quotes(report, sentences, known)]


def test_direct_speech_behind_and_before_its_cue() -> None:
    found = read('"The harbour is closed," Maria Lopes said. Tomas Berg replied: "We will open it again tomorrow."')
    assert [(words, quote.kind, quote.speaker_name) for words, quote in found] == [
        ('"The harbour is closed,"', "direct", "Maria Lopes"),
        ('"We will open it again tomorrow."', "direct", "Tomas Berg"),
    ]


def test_a_broken_quotation_keeps_one_cue() -> None:
    found = read('"The harbour is closed," Maria Lopes said. "We shall not open it before the spring tide is over."')
    assert len(found) == 2
    assert len({quote.cue for _, quote in found}) == 1


def test_indirect_speech() -> None:
    ((words, quote),) = read("The ministry warned that the dam could break.")
    assert (words, quote.kind, quote.speaker_name) == ("that the dam could break", "indirect", "ministry")


def test_mixed_speech() -> None:
    ((words, quote),) = read('Lopes said that the dam was "a disgrace to every one of us".')
    assert quote.kind == "mixed"
    assert words.startswith("that the dam")
    assert "disgrace" in words


def test_according_to() -> None:
    ((words, quote),) = read("According to the coast guard, nine boats are missing.")
    assert (words, quote.speaker_name) == ("nine boats are missing", "coast guard")


def test_scare_quotes_are_no_speech() -> None:
    assert read('The so-called "peace train" left at noon.') == []


def test_a_block_after_a_colon_is_speech_while_it_is_in_the_first_person() -> None:
    text = (
        "In the evening, Maria Lopes said:\n\nWe never asked for this wall, and I told them so.\n\n"
        "Our harbour is our life.\n\nShe added that the wall would fall."
    )
    found = read(text)
    blocks = [words for words, quote in found if quote.kind == "direct"]
    assert blocks == ["We never asked for this wall, and I told them so", "Our harbour is our life"]
    assert {quote.speaker_name for _, quote in found if quote.kind == "direct"} == {"Maria Lopes"}


def test_a_pronoun_leads_to_its_name() -> None:
    found = read("Maria Lopes runs the harbour. She said that the wall would fall.", mentions=True)
    assert [quote.speaker_name for _, quote in found] == ["Maria Lopes"]
    assert found[0][1].speaker_chain


def test_nested_attribution() -> None:
    found = read("Lopes told reporters that the ministry had promised to pay.")
    assert [(quote.speaker_name, words) for words, quote in found] == [
        ("Lopes", "that the ministry had promised to pay"),
        ("ministry", "to pay"),
    ]


def test_the_label_of_a_transcript_speaks() -> None:
    ((words, quote),) = read("LOPES: The wall has to go.\n")
    assert (words, quote.speaker_name) == ("The wall has to go", "LOPES")


def test_apostrophes_are_no_quotation_marks() -> None:
    assert find_quoted("The sailors' union and the ministry's men met in '98.") == []


def test_an_unclosed_paragraph_goes_to_its_end() -> None:
    (first, second) = find_quoted("“We wait.\n\n“We hope.”")
    assert first.open
    assert not second.open


def test_the_cue_file_is_well_formed() -> None:
    frames = read_frames()
    assert "q" in frames["say", "v"].takes
    assert all(set(frame.takes) <= set("cxgoqrpsdetw") for frame in frames.values())


@pytest.mark.parametrize("text", ["", "\ud800 said \u202e", '"' * 900, "said " * 3000, "🙂 “ ” 🙂", "“" + "ا" * 200])
def test_bad_text_is_read_without_harm(text: str) -> None:
    report = make_report(text)
    sentences = parse_report(report) if "\ud800" not in text else []
    for quote in find_quotes(report, sentences, []):
        assert quote.span.of(report)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="\"“”‘’' ab.,\n", max_size=80))
def test_quoted_stretches_lie_within_the_text_and_apart(text: str) -> None:
    found = find_quoted(text)
    for quoted in found:
        assert 0 <= quoted.start < quoted.end <= len(text)
    for first, second in pairwise(found):
        assert first.end <= second.start


def test_a_quoted_sentence_behind_reported_speech_has_its_speaker() -> None:
    found = read("Laura Mora told the crowd that the dam would hold. “Go home and sleep.” Rain fell all night.")
    assert [(words, quote.speaker_name) for words, quote in found if quote.kind == "direct"] == [
        ("“Go home and sleep.”", "Laura Mora")
    ]
    assert [words for words, quote in found if quote.kind == "indirect"] == ["that the dam would hold"]


def test_a_quoted_sentence_behind_other_sentences_stays_open() -> None:
    found = read("Laura Mora told them that the dam would hold. Rain fell all night. “No swimming.” stood on a board.")
    assert not [words for words, quote in found if quote.kind == "direct" and quote.speaker_name == "Laura Mora"]
