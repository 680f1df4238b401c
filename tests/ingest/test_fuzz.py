"""Whatever bytes a reader is given, it ends in reports and drops that keep every promise (`bench/fuzz.py` has them)."""

from functools import lru_cache
from pathlib import Path
from random import Random

import pytest
from bench.fuzz import TARGETS, read_sniffed
from bench.mutated import build_case
from bench.mutations import LONGEST, MUTATIONS, Mutation
from bench.wrappings import WRAPPINGS, Page, build_page
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tellings.ingest.formats import READERS
from tellings.ingest.sniff import parse_media_type

QUICK = settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
SLOW = {"application/pdf": 4}  # each of them starts a process


@lru_cache(maxsize=1)
def pages() -> list[Page]:
    places = sorted((Path(__file__).parents[2] / "examples").glob("*/*.html"))
    return [build_page(place.stem, place.read_text(encoding="utf-8")) for place in places[:3]]


@lru_cache(maxsize=1)
def seeds() -> dict[str, bytes]:
    """By media type the bytes of a file of that format, as one of the wrappings has it."""
    files = {ending: wrap(pages()[0]) for ending, wrap in WRAPPINGS.items()}
    told = {parse_media_type(content, name=f"page.{ending}"): content for ending, content in files.items()}
    return {"text/tab-separated-values": files["tsv"]} | told  # which needs to be declared


def test_there_is_a_target_for_every_reader_and_a_file_to_start_from() -> None:
    assert set(TARGETS) == set(READERS)
    assert set(READERS) - set(seeds()) == set()
    names = [target.__name__ for target in TARGETS.values()]
    assert len(set(names)) == len(names) and all(name.startswith("fuzz_") for name in names)


@pytest.mark.parametrize("media_type", sorted(READERS))
def test_every_reader_reads_what_is_whole(media_type: str) -> None:
    assert TARGETS[media_type](seeds()[media_type]).reports


@pytest.mark.parametrize("media_type", sorted(READERS))
def test_no_bytes_at_all_are_too_odd_for_a_reader(media_type: str) -> None:
    @settings(QUICK, max_examples=SLOW.get(media_type, 25))
    @given(
        st.binary(max_size=300)
        | st.text(st.characters(), max_size=100).map(lambda t: t.encode("utf-8", "surrogatepass"))
    )
    def check(content: bytes) -> None:
        TARGETS[media_type](content)

    check()


@pytest.mark.parametrize("media_type", sorted(READERS))
def test_no_damage_to_a_file_is_too_odd_for_its_reader(media_type: str) -> None:
    @settings(QUICK, max_examples=SLOW.get(media_type, 15))
    @given(st.lists(st.sampled_from(MUTATIONS), min_size=1, max_size=3), st.integers(0, 2**32))
    def check(mutations: list[Mutation], seed: int) -> None:
        content, random = seeds()[media_type], Random(seed)
        for mutation in mutations:
            content = mutation(content, random, seeds()["text/html"])[:LONGEST]
        TARGETS[media_type](content)

    check()


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.__name__)
def test_every_mutation_changes_bytes_and_the_same_way_for_the_same_seed(mutation: Mutation) -> None:
    content, other = seeds()["application/warc"] + "é".encode(), seeds()["message/rfc822"]
    for seed in range(5):
        first = mutation(content, Random(seed), other)
        assert first == mutation(content, Random(seed), other)
        mutation(b"", Random(seed), b"")
    assert any(mutation(content, Random(seed), other) != content for seed in range(20))


def test_a_case_is_the_same_each_time_it_is_built() -> None:
    for number in range(25):
        case = build_case(pages(), 7, number)
        assert case == build_case(pages(), 7, number)
        assert 0 < len(case.content) <= LONGEST or "cut" in case.story


@settings(QUICK, max_examples=30)
@given(st.integers(0, 10**6))
def test_mutated_pages_are_read_or_dropped_by_name(number: int) -> None:
    case = build_case(pages(), 1, number - number % len(WRAPPINGS) + number % 5)
    read_sniffed(case.origin, case.content)
