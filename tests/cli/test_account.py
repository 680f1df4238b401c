"""The command line: what is written, what is said, and with which status it ends."""

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tellings.cli import main

FLOOD = """Flood closes the Beni road

Posted on March 4, 2025

TRINIDAD, Bolivia - A flood closed the main road through Beni on Monday after the Mamore river rose by three metres,
the regional government said. Two trucks were swept away and one driver is missing.

The governor asked the army to send boats to the villages of Loreto and San Andres. "We cannot reach them by land," she
told reporters in Trinidad.

About 400 families had left their homes by Monday evening, according to the civil defence office. Schools in the
department will stay closed until Friday.
"""
FLOOD_AGAIN = """Boats reach villages cut off by the Mamore

5 March 2025

Farmers near San Andres spent a second night on the roof of their school after the Mamore left its bed and covered the
road to Trinidad, a teacher there said by telephone.

"The water came at four in the afternoon and by six we could not see the football field," the teacher, Olga Justiniano,
said.

About 450 families have left their homes in Beni because of the flood, according to the Bolivian civil defence office.
Army boats reached Loreto on Tuesday, a day after the governor asked for them.

Rain is expected until the weekend, the weather service said.
"""
GERMAN = """Hochwasser sperrt die Strasse durch das Beni

Ein Hochwasser hat am Montag die wichtigste Strasse durch das bolivianische Departamento Beni gesperrt. Nach Angaben
der Behoerden stieg der Fluss um drei Meter. Zwei Lastwagen wurden weggespuelt, ein Fahrer wird vermisst.

Rund vierhundert Familien haben ihre Haeuser verlassen. Die Schulen bleiben bis Freitag geschlossen.
"""


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """A folder with two reports of one flood."""
    folder = tmp_path / "pages"
    folder.mkdir()
    (folder / "one.txt").write_text(FLOOD, encoding="utf-8")
    (folder / "two.txt").write_text(FLOOD_AGAIN, encoding="utf-8")
    return folder


def test_json_holds_one_story_with_its_reports(pages: Path, tmp_path: Path) -> None:
    target = tmp_path / "account.json"
    assert main(["account", str(pages), "-o", str(target)]) == 0
    contract = json.loads(target.read_text(encoding="utf-8"))
    (story,) = contract["stories"]
    assert {Path(report["capture"]).name for report in story["reports"]} == {"one.txt", "two.txt"}
    assert {report["published"]["start"] for report in story["reports"]} == {"2025-03-04", "2025-03-05"}
    assert contract["dropped"] == []


def test_every_span_lies_in_its_report(pages: Path, tmp_path: Path) -> None:
    target = tmp_path / "account.json"
    main(["account", str(pages), "-o", str(target)])
    (story,) = json.loads(target.read_text(encoding="utf-8"))["stories"]
    lengths = {report["id"]: len(report["text"]) for report in story["reports"]}
    spans = [claim for finding in story["findings"] for claim in finding["claims"]]
    spans += [*story["moments"], *story["quotes"], *story["events"], *story["quantities"]]
    assert len(spans) > 20
    assert all(0 <= span["start"] < span["end"] <= lengths[span["report"]] for span in spans)


@pytest.mark.parametrize(("ending", "begins"), [("html", "<!doctype html>"), ("md", "# ")])
def test_other_formats_by_ending(pages: Path, tmp_path: Path, ending: str, begins: str) -> None:
    target = tmp_path / f"account.{ending}"
    assert main(["account", str(pages), "-o", str(target)]) == 0
    assert target.read_text(encoding="utf-8").lower().startswith(begins)


@pytest.mark.parametrize(
    ("ending", "columns"), [("polecat.tsv", 40), ("export.csv", 61), ("MENTIONS.CSV", 16), ("acled.csv", 31)]
)
def test_coded_events_by_ending(pages: Path, tmp_path: Path, ending: str, columns: int) -> None:
    target = tmp_path / f"events.{ending}"
    assert main(["account", str(pages), "-o", str(target)]) == 0
    with target.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter="," if ending == "acled.csv" else "\t"))
    assert rows and {len(row) for row in rows} == {columns}


def test_what_a_format_of_events_has_no_row_for_is_said(
    pages: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["account", str(pages), "-f", "ucdp", "-o", str(tmp_path / "events.txt")]) == 0
    assert "ucdp: without a row:" in capsys.readouterr().err


def test_a_second_run_writes_the_same(pages: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "1.json", tmp_path / "2.json"
    main(["account", str(pages), "-o", str(first)])
    main(["account", str(pages), "-o", str(second)])
    assert first.read_bytes() == second.read_bytes()


def test_without_output_markdown_goes_to_standard_output(
    pages: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert main(["account", str(pages)]) == 0
    assert capsysbinary.readouterr().out.startswith(b"# ")


def test_bad_files_are_left_out_and_the_rest_is_told(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pages / "empty.txt").write_bytes(b"")
    (pages / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20)
    (pages / "note.txt").write_text("buy milk\n", encoding="utf-8")
    target = tmp_path / "account.json"
    assert main(["account", str(pages), "-o", str(target)]) == 0
    contract = json.loads(target.read_text(encoding="utf-8"))
    assert sum(len(story["reports"]) for story in contract["stories"]) == 2
    assert len(contract["dropped"]) == 3
    assert all(drop["reason"] for drop in contract["dropped"])
    told = capsys.readouterr().err
    assert all(name in told for name in ("empty.txt", "note.txt"))
    assert "passed over as no reports: 1 picture; account.json names each" in told
    assert main(["account", str(pages / "one.txt"), str(pages / "picture.png"), "-o", str(target)]) == 0
    assert f"left out: {(pages / 'picture.png').as_posix()}: it is a picture" in capsys.readouterr().err


def test_another_language_is_kept_and_said(pages: Path, tmp_path: Path) -> None:
    (pages / "drei.txt").write_text(GERMAN, encoding="utf-8")
    target = tmp_path / "account.json"
    assert main(["account", str(pages), "-o", str(target)]) == 0
    stories = json.loads(target.read_text(encoding="utf-8"))["stories"]
    languages = {Path(r["capture"]).name: r["language"] for story in stories for r in story["reports"]}
    assert languages == {"one.txt": "en", "two.txt": "en", "drei.txt": "de"}


def test_one_report_alone_is_told(pages: Path, tmp_path: Path) -> None:
    target = tmp_path / "account.json"
    assert main(["account", str(pages / "one.txt"), "-o", str(target)]) == 0
    (story,) = json.loads(target.read_text(encoding="utf-8"))["stories"]
    assert story["lineage"]["lines"] == [[story["reports"][0]["id"]]]
    assert {finding["status"] for finding in story["findings"]} == {"single"}


def test_one_page_met_a_hundred_times_is_one_report(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(100):
        (pages / f"copy{number}.txt").write_text(FLOOD, encoding="utf-8")
    target = tmp_path / "account.json"
    assert main(["account", str(pages), "-o", str(target)]) == 0
    contract = json.loads(target.read_text(encoding="utf-8"))
    (story,) = contract["stories"]
    assert sorted(len(report["met_again"]) for report in story["reports"]) == [0, 100]
    assert all(drop["same_as"] and "met again unchanged" in drop["reason"] for drop in contract["dropped"])
    said = capsys.readouterr().err
    assert "100 pages met again unchanged, told once" in said and "left out" not in said


def test_a_hundred_copies_are_one_line(pages: Path, tmp_path: Path) -> None:
    for number in range(100):  # other bytes, and nobody knows whose: they may be of a hundred outlets
        (pages / f"copy{number}.txt").write_text(FLOOD + "\n" * (number + 1), encoding="utf-8")
    target = tmp_path / "account.json"
    assert main(["account", str(pages), "-o", str(target)]) == 0
    (story,) = json.loads(target.read_text(encoding="utf-8"))["stories"]
    assert len(story["reports"]) == 102
    assert sorted(len(line) for line in story["lineage"]["lines"]) == [1, 101]
    assert max(finding["independent_lines"] for finding in story["findings"]) <= 2


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["account", "no-such-folder"], "no-such-folder"),
        (["account", "{pages}", "-o", "{pages}"], "is a folder"),
        (["account", "{pages}", "-o", "{pages}/gone/account.html"], "there is no folder"),
        (["account", "{pages}", "-o", "{pages}/account.xyz"], "says no format"),
        (["account", "http://127.0.0.1/story"], "--allow-private"),
        (["account", ""], "an input is empty"),
    ],
)
def test_wrong_calls_end_with_2_and_name_the_value(
    pages: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    assert main([argument.format(pages=pages) for argument in arguments]) == 2
    assert says in capsys.readouterr().err


def test_nothing_usable_ends_with_1_and_says_why(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    assert main(["account", str(tmp_path)]) == 1
    told = capsys.readouterr().err
    assert "no report could be read" in told
    assert "empty.txt" in told


def test_an_empty_folder_ends_with_1(tmp_path: Path) -> None:
    assert main(["account", str(tmp_path)]) == 1


def test_no_command_and_bad_options_end_with_2() -> None:
    for arguments in ([], ["account"], ["account", "x", "--format", "abacus"], ["account", "x", "--max-mb", "many"]):
        with pytest.raises(SystemExit) as ended:
            main(arguments)
        assert ended.value.code == 2


def test_help_loads_no_model() -> None:
    code = "import sys, tellings.cli; print(sorted({'numpy', 'spacy', 'onnxruntime', 'httpx'} & set(sys.modules)))"
    shown = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert shown.stdout.strip() == "[]"


def test_an_input_is_never_overwritten(pages: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = pages / "three.md"
    page.write_text(FLOOD, encoding="utf-8")
    assert main(["account", str(pages / "one.txt"), str(page), "-o", str(page)]) == 2
    assert "would be overwritten" in capsys.readouterr().err
    assert page.read_text(encoding="utf-8") == FLOOD


def test_accounts_in_the_folder_are_not_read_as_reports(pages: Path, tmp_path: Path) -> None:
    for name in ("a.html", "b.json"):
        assert main(["account", str(pages), "-o", str(pages / name)]) == 0
    target = tmp_path / "account.json"
    assert main(["account", str(pages), "-o", str(target)]) == 0
    contract = json.loads(target.read_text(encoding="utf-8"))
    assert sum(len(story["reports"]) for story in contract["stories"]) == 2
    assert {drop["reason"] for drop in contract["dropped"]} == {"it is an account that tellings wrote, not a report"}


def test_what_is_no_regular_file_is_written_through(pages: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere.json"
    elsewhere.write_text("old", encoding="utf-8")
    link = tmp_path / "link.json"
    link.symlink_to(elsewhere)
    assert main(["account", str(pages / "one.txt"), "-o", str(link)]) == 0
    assert link.is_symlink()
    assert json.loads(elsewhere.read_text(encoding="utf-8"))["stories"]
    assert main(["account", str(pages / "one.txt"), "-o", "/dev/null", "-f", "json"]) == 0
    assert not Path("/dev/null").is_file()


def test_a_name_cannot_steer_the_terminal(pages: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (pages / "\x1b[31mred\n.txt").write_bytes(b"")
    assert main(["account", str(pages), "-o", str(tmp_path / "account.json")]) == 0
    told = capsys.readouterr().err
    assert "it is empty" in told
    assert "\x1b" not in told


def test_other_languages_are_said_to_be_shown_only(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (pages / "drei.txt").write_text(GERMAN, encoding="utf-8")
    assert main(["account", str(pages), "-o", str(tmp_path / "account.json")]) == 0
    assert "drei.txt (German)" in capsys.readouterr().err


def test_one_report_is_not_called_another_thing(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["account", str(pages / "one.txt"), "-o", str(tmp_path / "account.json")]) == 0
    assert "1 report, nothing to compare" in capsys.readouterr().err


def test_a_fault_of_its_own_shows_no_traceback(
    pages: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise KeyError("no such key")

    monkeypatch.delenv("TELLINGS_TRACEBACK", raising=False)
    monkeypatch.setattr("tellings.publish.contract.build_contract", fail)
    assert main(["account", str(pages)]) == 3
    told = capsys.readouterr().err
    assert "KeyError" in told
    assert "Traceback" not in told


def test_a_page_that_declares_nonsense_as_its_address_is_told(pages: Path, tmp_path: Path) -> None:
    body = "".join(f"<p>{paragraph}</p>" for paragraph in FLOOD.split("\n\n")[2:])
    head = '<base href="http://[::bad"><link rel="canonical" href="http://[bad">'
    page = pages / "odd.html"
    page.write_text(f"<html><head>{head}</head><body><h1>Flood closes the Beni road</h1>{body}</body></html>")
    for ending in ("html", "md", "json"):
        assert main(["account", str(page), "-o", str(tmp_path / f"account.{ending}")]) == 0


def test_what_a_person_holds_parts_two_reports_and_goes_out_again(
    pages: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine, target, out = tmp_path / "mine.csv", tmp_path / "account.json", tmp_path / "all.csv"
    mine.write_text(
        "left,right,relation,verdict,by,reason\none.txt,two.txt,same_story,no,Edna Fell,Two floods\n"
        "one.txt,three.txt,copy_of,no,Edna Fell,\n"
    )
    call = ["account", str(pages), "--judgements", str(mine), "-o", str(target), "--export-judgements", str(out)]
    assert main(call) == 0
    said = capsys.readouterr().err
    assert "1 judgement by people" in said
    assert "left out: mine.csv, line 3: this judgement was not used: no report here is called three.txt" in said
    contract = json.loads(target.read_text(encoding="utf-8"))
    assert [len(story["reports"]) for story in contract["stories"]] == [1, 1]
    assert {story["judgements"][0]["reason"] for story in contract["stories"]} == {"Two floods"}
    assert "Edna Fell,Two floods" in out.read_text(encoding="utf-8")
    assert main([*call[:2], "--judgements", str(out), "-o", str(tmp_path / "again.json")]) == 0
    again = json.loads((tmp_path / "again.json").read_text(encoding="utf-8"))
    assert again["stories"] == contract["stories"]


@pytest.mark.parametrize(
    ("extra", "says"),
    [
        (["--judgements", "nowhere.csv"], "--judgements nowhere.csv cannot be read"),
        (["--export-judgements", "all.txt"], "end it in .csv or .jsonl"),
        (["--export-judgements", "a.csv", "--judgements", "a.csv"], "a.csv is one of the inputs"),
    ],
)
def test_wrong_calls_about_judgements_are_told_at_once(
    pages: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    extra: list[str],
    says: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.csv").write_text("left,right,relation,verdict,by,reason\n")
    assert main(["account", str(pages), *extra]) == 2
    assert says in capsys.readouterr().err
