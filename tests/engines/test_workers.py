"""Reports spread over processes: the same rows, the same care for what fails."""

import gc
import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from tellings.engines.hands import Processes
from tellings.engines.local import count_workers, run_plan
from tellings.engines.workers import cut_runs, run_spread
from tellings.errors import EngineError
from tellings.plan import PLAN
from tellings.records import Capture, Dating, Drop, Quote, Report, Sentence, Span, Story, Tables, Token
from tellings.stage import Cut, Group, Stage
from tests.reports import make_report


def read_words(group: Group) -> Iterable[Sentence]:
    report = group.one(Report)
    if "bad" in report.text:
        raise ValueError("no words here")
    token = Token(0, 1, report.text[0], report.text[0], "X", "X", "ROOT", 0)
    return [Sentence(f"sentence-{report.id}", Span(report.id, 0, 1), 0, 0, False, (token,))]


def read_quotes(group: Group) -> Iterable[Quote]:
    (sentence,) = group.of(Sentence)
    return [Quote(f"quote-{sentence.id}", sentence.span, "direct", None, None, None, None)]


def tell_where(group: Group) -> Iterable[Dating]:
    """A dating for each report of the story, which says where it was made; one story fails."""
    if group.key == "story-bad":
        raise ValueError("no such day")
    return [Dating(f"dating-{report.id}", report.id, None, False, str(os.getpid())) for report in group.of(Report)]


def stop_process(group: Group) -> Iterable[Sentence]:
    os._exit(9)


SEEN: list[int] = []  # in each process: with how many others its reports were seen
WORDS = Stage("words", (Report,), (Sentence,), Cut.EACH, read_words)
QUOTES = Stage("quotes", (Report, Sentence), (Quote,), Cut.EACH, read_quotes)
WHERE = Stage("where", (Story, Report), (Dating,), Cut.BY_KEY, tell_where, key="story")
DEADLY = Stage("deadly", (Report,), (Sentence,), Cut.EACH, stop_process)
REPORTS = [make_report(f"{letter} page", name=letter) for letter in "abcdefgh"]


def test_two_processes_give_the_same_rows() -> None:
    reports = [*REPORTS, make_report("a bad page", name="bad")]
    alone = run_plan([WORDS, QUOTES], reports)
    spread = run_plan([WORDS, QUOTES], reports, workers=2)
    assert list(spread.rows()) == list(alone.rows())
    assert len(spread.of(Quote)) == 8
    assert sum("no words here" in drop.reason for drop in spread.of(Drop)) == 1


def say_together(groups: Sequence[Group]) -> None:
    SEEN.extend(len(groups) for _ in groups)


def tell_seen(group: Group) -> Iterable[Dating]:
    return [Dating(f"dating-{group.key}", group.key, None, False, str(SEEN.pop()))]


def test_a_portion_is_seen_together() -> None:
    stage = Stage("seen", (Report,), (Dating,), Cut.EACH, tell_seen, together=say_together)
    hands = Processes(2)
    made = run_spread([stage], [make_report(f"page {n}", name=f"p{n}") for n in range(16)], hands=hands)
    hands.close()
    assert [dating.reason for dating in Tables(made).of(Dating)] == [
        "2"
    ] * 16  # eight portions: each of two has several


def test_new_processes_take_one_thread() -> None:
    name = "OPENBLAS_NUM_THREADS"
    hands = Processes(1)
    assert hands.fetch(hands.send(os.getenv, name)) == os.getenv(name, "1")
    hands.close()


def say_collecting(group: Group) -> Iterable[Dating]:
    return [Dating(f"dating-{group.key}", group.key, None, False, str(gc.isenabled()))]


@pytest.mark.parametrize("before", [True, False])
def test_the_collector_rests_here_while_others_work_and_is_then_as_it_was(before: bool) -> None:
    here = Stage("here", (Report,), (Dating,), Cut.WHOLE, say_collecting)
    there = [Stage(name, (Report,), (Dating,), Cut.EACH, say_collecting) for name in ("there", "too")]
    if not before:
        gc.disable()
    try:
        spread = run_plan([*there, here], REPORTS, workers=2)
        assert gc.isenabled() == before
        run_plan([here], REPORTS)
        assert gc.isenabled() == before
    finally:
        gc.enable()
    told = {dating.report: dating.reason for dating in spread.of(Dating)}
    assert told.pop("") == "False"
    assert set(told.values()) == {"True"}  # models make rings


def make_index() -> None:
    with Path(os.environ["MADE_BY"]).open("a") as file:
        file.write(f"{os.getpid()}\n")


def fail_to_make() -> None:
    raise OSError("no room")


def test_one_process_makes_what_a_machine_needs_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("MADE_BY", str(tmp_path / "made"))
    stages = [replace(WORDS, ready=make_index), replace(QUOTES, ready=fail_to_make)]
    spread = run_plan(stages, REPORTS, workers=2)
    assert len(spread.of(Quote)) == len(REPORTS)  # what fails beforehand is the stage's to tell
    (maker,) = (tmp_path / "made").read_text().split()
    assert int(maker) != os.getpid()


def take_page(group: Group) -> Iterable[Report]:
    return [make_report(group.one(Capture).content.decode(), name=group.key)]


def test_each_process_is_asked_for_its_models_while_this_one_works(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MADE_BY", str(tmp_path / "made"))
    take = Stage("take", (Capture,), (Report,), Cut.EACH, take_page)
    stages = [take, replace(WORDS, load=make_index), replace(QUOTES, load=fail_to_make)]
    captures = [Capture(f"capture-{n}", "a.txt", "text/plain", None, "", f"{n} page".encode()) for n in range(8)]
    spread = run_plan(stages, captures, workers=2)
    assert len(spread.of(Quote)) == len(captures)  # what fails beforehand is the stage's to tell
    loaded = (tmp_path / "made").read_text().split()
    assert len(loaded) == 2 and str(os.getpid()) not in loaded
    (tmp_path / "made").unlink()
    run_plan(stages, captures)
    assert not (tmp_path / "made").exists()  # here they are loaded when they are needed


def test_strict_raises_from_a_process() -> None:
    with pytest.raises(ValueError, match="no words here"):
        run_plan([WORDS, QUOTES], [*REPORTS, make_report("a bad page", name="bad")], workers=2, strict=True)


def test_a_stopped_process_is_named() -> None:
    hands = Processes(2)
    with pytest.raises(EngineError, match="fewer workers"):
        run_spread([DEADLY], REPORTS, hands=hands)
    hands.close()


def test_progress_counts_reports() -> None:
    seen: list[tuple[str, int, int]] = []
    hands = Processes(2)
    run_spread([WORDS], REPORTS, hands=hands, progress=lambda name, done, of: seen.append((name, done, of)))
    hands.close()
    assert seen == [("words", n, 8) for n in range(8)]


def test_runs_begin_with_a_report_and_read_what_they_write() -> None:
    alone = Stage("date", (Report, Dating), (Dating,), Cut.EACH, read_words)
    whole = Stage("whole", (Report,), (Dating,), Cut.WHOLE, read_words)
    assert list(cut_runs([WORDS, QUOTES, alone, WORDS, whole])) == [(WORDS, QUOTES), (alone,), (WORDS,), (whole,)]
    assert ["parse", "mentions", "places", "quantities", "quotes", "profile"] in [
        [stage.name for stage in run] for run in cut_runs(PLAN)
    ]


def test_few_reports_start_no_process() -> None:
    assert count_workers(10) == 1
    assert 1 <= count_workers(10_000) <= (os.cpu_count() or 1)
