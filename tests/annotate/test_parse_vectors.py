"""Vectors of many words at once are those that the pipeline's own networks make of them."""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.ml.models.tok2vec import (
    CharacterEmbed,
    MaxoutWindowEncoder,
    MishWindowEncoder,
    MultiHashEmbed,
    build_hash_embed_cnn_tok2vec,
    build_Tok2Vec_model,
)
from spacy.tokens import Doc

from tellings.annotate.parse import MODEL, load_model, load_vectors, parse_report
from tellings.annotate.parse_entities import ENTITIES
from tellings.annotate.parse_vectors import SHARED, SharedVectors, VectorTable
from tests.reports import make_report

NEAR = 2e-5  # of numbers up to some tens
TEXTS = [
    "Ana Reis of the Orvel Mining Company said on Tuesday 3 May that 34 men were lost in Upper Sund, Norland.",
    "",
    "Reis",
    "  ",
    "On Monday\t two  ferries left Port Kettleby . Three Danes, Lt. Col. Idris Oduya and $4.5 million went with them",
    "They're gonna mend the harbour's “old” wall, aren't they?\n",
    "",
]
WORDS = [*"Ana Reis of the Orvel Company , 12 May said U.N. and n't 's first".split(), " ", "\t", '"', "ferry-", "ÉTÉ"]


def _read_network(network: str) -> Any:
    step: Any = load_model().get_pipe(network)
    return step.model if network == SHARED else step.model.get_ref("tok2vec")


@cache
def _share() -> VectorTable:
    return VectorTable(_read_network(SHARED))


def _make(texts: Sequence[str]) -> list[Doc]:
    return [load_model().make_doc(text) for text in texts]


def _join(vectors: Any) -> Any:
    return np.concatenate(vectors) if isinstance(vectors, list) else vectors


def _assert_same(table: VectorTable, network: Any, docs: Sequence[Doc]) -> None:
    found, expected = table.read(docs), network.predict(docs)
    if isinstance(expected, list):
        assert [vectors.shape for vectors in found] == [vectors.shape for vectors in expected]
    assert _join(found).dtype == np.float32
    np.testing.assert_allclose(_join(found), _join(expected), rtol=0, atol=NEAR)


@pytest.mark.parametrize("name", [SHARED, ENTITIES])
@pytest.mark.parametrize("stretch", [3, 480])
def test_the_same_vectors_as_the_pipelines(name: str, stretch: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.annotate.parse_vectors._STRETCH", stretch)
    network = _read_network(name)
    table = VectorTable(network)
    assert table.serves
    for _ in range(2):  # the first time it asks for words, the second time it knows them
        _assert_same(table, network, _make(TEXTS))
    _assert_same(table, network, _make([" and then ".join(TEXTS) * 30, TEXTS[0]]))
    for text in TEXTS[:1] + TEXTS[2:3]:
        _assert_same(table, network, _make([text]))


@given(st.lists(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), min_size=1, max_size=4))
def test_the_same_vectors_in_any_row_of_words(texts: list[str]) -> None:
    _assert_same(_share(), _read_network(SHARED), _make(texts))


def test_texts_without_words() -> None:
    assert _share().read([]) == []
    assert [vectors.shape for vectors in _share().read(_make(["", ""]))] == [(0, 96), (0, 96)]


def test_texts_do_not_see_one_another() -> None:
    alone, among = _share().read(_make(["Ana left."])), _share().read(_make(["Reis", "Ana left.", "Twelve ferries"]))
    np.testing.assert_allclose(among[1], alone[0], rtol=0, atol=NEAR)


@pytest.mark.parametrize("room", [3, 12])
def test_a_full_table_starts_anew(room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tellings.annotate.parse_vectors._ROOM", room)
    network = _read_network(SHARED)
    table = VectorTable(network)
    for text in [*TEXTS, *TEXTS]:
        if text:
            _assert_same(table, network, _make([text]))
    assert len(table._places) <= 30


def test_words_that_differ_in_the_space_after_them_are_told_apart() -> None:
    (close, apart) = _share().read(_make(["port", "port "]))[:2]
    assert np.abs(close[0] - apart[0]).max() > 0.01


def _build(kind: str) -> Any:
    """A network with nothing learnt: numbers by chance, so that none is without effect."""
    embed = MultiHashEmbed(
        width=16, attrs=["ORTH", "SHAPE"], rows=[50, 20], include_static_vectors=kind == "vectors from elsewhere"
    )
    depth = {"one layer": 1, "nine layers": 9}.get(kind, 3)
    encode = MaxoutWindowEncoder(width=16, window_size=2 if kind == "wide windows" else 1, maxout_pieces=2, depth=depth)
    if kind == "another activation":
        encode = MishWindowEncoder(width=16, window_size=1, depth=3)
    if kind == "letters":
        embed = CharacterEmbed(width=16, rows=50, nM=4, nC=4, include_static_vectors=False)
    if kind == "texts run together":
        encode.attrs["pad"] = 0
    if kind == "the usual, small":
        return build_hash_embed_cnn_tok2vec(
            width=8,
            depth=2,
            embed_size=40,
            window_size=1,
            maxout_pieces=1,
            subword_features=True,
            pretrained_vectors=False,
        )
    network = build_Tok2Vec_model(embed, encode)
    if kind == "columns exchanged":
        for place, part in enumerate(part for part in network.walk() if part.name == "ints-getitem"):
            part.attrs["index"] = (slice(0, None), 1 - place)
    return network


def _learn_by_chance(network: Any, docs: list[Doc]) -> None:
    network.initialize(X=docs)
    chance = np.random.default_rng(7)
    for part in network.walk():
        for name in part.param_names:
            part.set_param(name, chance.normal(size=part.get_param(name).shape).astype(np.float32))


@pytest.mark.parametrize("kind", ["plain", "one layer", "nine layers", "the usual, small"])
def test_networks_of_other_sizes(kind: str) -> None:
    network, docs = _build(kind), _make(TEXTS)
    assert not VectorTable(network).serves, "nothing is learnt yet"
    _learn_by_chance(network, docs)
    table = VectorTable(network)
    assert table.serves
    _assert_same(table, network, docs)
    assert [vectors.shape for vectors in table.read(docs[1:2])] == [(0, network.get_dim("nO"))]


OTHERS = [
    "vectors from elsewhere",
    "wide windows",
    "another activation",
    "letters",
    "texts run together",
    "columns exchanged",
]


@pytest.mark.parametrize("kind", OTHERS)
def test_networks_of_another_shape_are_asked_themselves(kind: str) -> None:
    model = spacy.blank("en")
    one: Any = np.ones(5, np.float32)
    model.vocab.set_vector("left", one)
    network, docs = _build(kind), [model.make_doc(text) for text in TEXTS]
    _learn_by_chance(network, docs)
    table = VectorTable(network)
    assert not table.serves
    assert np.array_equal(_join(table.read(docs)), _join(network.predict(docs)))


def test_a_network_that_listens_is_asked_itself() -> None:
    step: Any = load_model().get_pipe("parser")
    network, docs = step.model.get_ref("tok2vec"), list(load_model().pipe(TEXTS))
    table = VectorTable(network)
    assert not table.serves
    assert np.array_equal(table.read(docs), network.predict(docs))


def test_the_same_parse_from_these_vectors() -> None:
    docs = _make(TEXTS)
    load_vectors(MODEL).add(docs)
    read = list(load_model().pipe(docs, disable=[SHARED]))
    expected = list(load_model().pipe(TEXTS))
    assert [[(w.text, w.tag_, w.dep_, w.head.i, w.ent_type_) for w in doc] for doc in read] == [
        [(w.text, w.tag_, w.dep_, w.head.i, w.ent_type_) for w in doc] for doc in expected
    ]


@pytest.mark.parametrize("change", ["none shares", "one before it", "of another kind"])
def test_pipelines_whose_shared_vectors_are_left_to_them(change: str) -> None:
    model = spacy.blank("en")
    if change == "one before it":
        model.add_pipe("sentencizer")
    if change != "none shares":
        kind = "spacy.HashEmbedCNN.v2"
        config = {"@architectures": kind, "width": 8, "depth": 2, "embed_size": 40, "maxout_pieces": 2}
        window = 2 if change == "of another kind" else 1
        config |= {"window_size": window, "subword_features": True, "pretrained_vectors": None}
        model.add_pipe(SHARED, config={"model": config})
        model.initialize()
    shared, docs = SharedVectors(model), [model.make_doc(text) for text in TEXTS]
    shared.add(docs)
    assert not shared.serves
    assert not any(doc.tensor.size for doc in docs)


def test_the_pipeline_itself_stays_as_it_was() -> None:
    parse_report(make_report("The council closed the bridge on Monday."))
    ours, fresh = load_model(), spacy.load(MODEL)
    assert ours.pipe_names == fresh.pipe_names
    for name in (SHARED, "tagger", "parser", ENTITIES):
        step: Any = ours.get_pipe(name)
        other: Any = fresh.get_pipe(name)
        assert step.predict.__func__ is other.predict.__func__
        assert [part._func for part in step.model.walk()] == [part._func for part in other.model.walk()]
    text = TEXTS[0]
    step = ours.get_pipe(SHARED)
    assert np.array_equal(ours(text).tensor, step.predict([ours.make_doc(text)])[0])
