"""Clauses: what asserts something is cut out; what only says who said it is not."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reports import make_report

from tellings.align.clauses import Clause, Tree, find_clauses, read_tree
from tellings.annotate.parse import parse_report


def clauses_of(text: str) -> list[tuple[str, Clause]]:
    report = make_report(text)
    return [
        (report.text[clause.start : clause.end], clause)
        for sentence in parse_report(report)
        for clause in find_clauses(sentence)
    ]


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("The mill burned down after sparks fell on the roof.", "sparks fell on the roof"),
        ("Nora Quist said the dam would hold until Friday.", "the dam would hold until Friday"),
        ("The bridge, which was built in 1931, closed on Monday.", "built in 1931"),
        ("The council met after clashes between farmers and police.", "clashes between farmers and police"),
        ("Ida Voss, a former judge, opened the session.", "Ida Voss, a former judge"),
        ("Divers found the bell and raised the anchor of the ship.", "raised the anchor of the ship"),
    ],
)
def test_a_clause_is_found(text: str, clause: str) -> None:
    assert any(clause in wording for wording, _ in clauses_of(text))


def test_the_speaker_belongs_to_the_clause_that_is_said() -> None:
    ((_, clause),) = [found for found in clauses_of("Nora Quist said the dam would hold.") if "dam" in found[0]]
    assert clause.speaker is not None
    assert clause.sentence.tokens[clause.speaker].text == "Quist"


def test_who_said_it_is_no_claim_by_itself() -> None:
    assert "Nora Quist said" not in [wording for wording, _ in clauses_of("The dam would hold, Nora Quist said.")]


def test_a_participle_takes_its_noun_along() -> None:
    assert "a crowd waiting for the verdict" in [
        wording for wording, _ in clauses_of("The van hit a crowd waiting for the verdict.")
    ]


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(alphabet="ab .,\n“”\u200f😀'", min_size=1, max_size=200))
def test_spans_resolve_on_any_text(text: str) -> None:
    for wording, clause in clauses_of(text):
        assert wording.strip()
        assert clause.first <= clause.head <= clause.last or clause.kind == "apposition"


def test_a_page_without_a_full_stop_is_left_alone() -> None:
    assert len(clauses_of("stone " * 3000)) < 50


def test_a_dateline_is_no_part_of_what_is_said() -> None:
    texts = [text for text, _ in clauses_of("KERRIN, Lorne — A tribunal charged two harbour pilots on Monday.")]
    assert texts
    assert not any("KERRIN" in text for text in texts)


def test_a_name_joined_to_a_word_is_no_claim() -> None:
    kinds = [clause.kind for _, clause in clauses_of("The tug, the Ardent, sank. Her cousin Bo swam ashore at dawn.")]
    assert "apposition" not in kinds


def test_what_is_asked_of_words_again_and_again() -> None:
    (sentence,) = parse_report(make_report("The Zoë's crew lost 2 anchors!"))
    tree = Tree(sentence)
    assert tree.words == ("the", "zoe", "'s", "crew", "lost", "2", "anchors", "!")
    assert tree.lemmas[4:7] == ("lose", "2", "anchor")
    assert [word for word, there in zip(tree.words, tree.lettered, strict=True) if not there] == ["!"]
    told = [word for word, there in zip(tree.words, tree.content, strict=True) if there]
    assert told == ["zoe", "crew", "lost", "2", "anchors"]
    assert [tree.words[n] for n in tree.children[4]] == ["crew", "anchors", "!"]
    assert all(clause.tree is not None and clause.tree.sentence is sentence for clause in find_clauses(sentence))


def test_a_tree_is_read_once_for_each_sentence_itself() -> None:
    (sentence,) = parse_report(make_report("The tug sank off the reef at dawn."))
    assert read_tree(sentence) is read_tree(sentence)
    assert find_clauses(sentence) is read_tree(sentence).clauses
    longer = replace(sentence, tokens=sentence.tokens[:-1])
    twin = replace(sentence)
    assert len(read_tree(longer).tokens) == len(sentence.tokens) - 1
    assert read_tree(twin) is not read_tree(sentence) and read_tree(twin).sentence is twin
