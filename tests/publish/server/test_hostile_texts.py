"""Reports that try to get into the pages as markup, or to break them: what they wrote is shown as letters."""

from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest

from tellings.records import Drop
from tellings.store.writer import Writer
from tests.publish.server.conftest import ADDED, Visit, Written, build_tables, put

WAYS = {
    "script": "<script>document.title='hacked'</script>",
    "attribute": "\"'><img src=x onerror=\"document.title='hacked'\">",
    "ending": "</title></style></textarea></option></datalist></svg>--><iframe src=javascript:alert(1)>",
    "svg": "<svg onload=alert(1)><animate onbegin=alert(1) attributeName=x></svg><math><mtext></mtext></math>",
    "address": "javascript:alert(1)",
    "entity": "&lt;script&gt;alert(1)&lt;/script&gt; &#60;b&#62;",
    "template": "{{ 7 * 7 }}{% raw %}${7*7}#{7*7}",
    "turned": "\u202egnp.exe\u2066 \u200f\u061c now",
    "endless": "x" * 20_000,
    "broken": "a\ud800b\x00c\x1b[31m\ufffe",
    "base": "<base href=//evil.example><meta http-equiv=refresh content=0><link rel=stylesheet href=//evil.example>",
    "form": "<form action=//evil.example><input name=seal><button formaction=//evil.example>go</button></form>",
}
VOID = set("area base br col embed hr img input link meta source track wbr".split())
ALLOWED = {"a", "form", "input", "link", "meta", "button", "option", "script"}


class Reader(HTMLParser):
    """What a browser would make of a page, as far as it matters here."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[str, dict[str, str]]] = []
        self.open: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attributes}))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self.open:
            while self.open.pop() != tag:
                pass

    def handle_data(self, letters: str) -> None:
        self.words.append(letters)


def look_at(page: str) -> Reader:
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which every field of every report is one of the ways in."""
    folder = tmp_path_factory.mktemp("hostile") / "store"
    with Writer(folder) as writer, writer.batch(ADDED):
        for name, way in WAYS.items():
            reports = [
                Written(
                    f"{name}{n}", f"{way} title {n}", (f"{way} said the first {n}.", f"{n} {way} and the second."),
                    outlet=f"{way} {n}", named=way, place=way, byline=way,
                    url="javascript:alert(1)" if n else f"https://x.example/{way[:50]}", language="en",
                )
                for n in range(2)
            ]  # fmt: skip
            left_out = Drop(f"drop-{name}", way, "clean", "too short", way)
            put(
                writer,
                build_tables([drop_surrogates(report) for report in reports]),
                drop=left_out if name != "broken" else None,
            )
    return folder


def drop_surrogates(report: Written) -> Written:
    """The store keeps text as UTF-8: the room that cleans pages has replaced these."""
    fields: dict[str, Any] = {
        name: value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
        for name in report.__dataclass_fields__
        for value in [getattr(report, name)]
    }
    fields["sentences"] = tuple(words.encode("utf-8", "replace").decode() for words in report.sentences)
    return Written(**fields)


def check(page: str, path: str) -> Reader:
    """Nothing runs, nothing is loaded from elsewhere, and the page is whole."""
    reader = look_at(page)
    for tag, attributes in reader.found:
        assert tag not in {"iframe", "object", "embed", "base", "animate", "math", "textarea", "img", "style"}, (
            path,
            tag,
        )
        assert not any(name.startswith("on") or name in ("style", "formaction", "srcdoc") for name in attributes), path
        for name in ("href", "src", "action"):
            if name in attributes and tag != "a":
                assert attributes[name].startswith(("/", "#")) and not attributes[name].startswith("//"), (
                    path,
                    attributes,
                )
            elif name in attributes:
                assert urlsplit(attributes[name]).scheme in ("", "http", "https"), (path, attributes)
                assert not attributes[name].startswith("//")
        if tag == "script":
            assert attributes["src"].startswith("/assets/")
        if tag == "meta":
            assert "http-equiv" not in attributes
    assert reader.open == [] or set(reader.open) <= {"p", "li", "option", "html", "body"}, (path, reader.open)
    assert page.rstrip().endswith("</html>")
    return reader


@pytest.mark.parametrize("name", WAYS)
def test_stories_and_reports_show_it_as_letters(visit: Visit, hostile: Path, name: str) -> None:
    client = visit(hostile)
    for path in (
        f"/stories/story-{name}0",
        f"/reports/report-{name}1",
        f"/judge?left=report-{name}0&right=report-{name}1",
        f"/judge?story=story-{name}0&finding=finding-story-{name}0-differ",
    ):
        answer = client.get(path)
        assert answer.status_code == 200, path
        shown = " ".join("".join(check(answer.text, path).words).split())
        if name not in ("broken", "endless", "turned"):
            assert " ".join(WAYS[name].split()) in shown, path
        assert "49" not in shown or "7*7" in shown


@pytest.mark.parametrize("path", ["/", "/entities", "/cases", "/drops", "/?order=oldest", "/judgements"])
def test_lists_show_it_as_letters(visit: Visit, hostile: Path, path: str) -> None:
    answer = visit(hostile).get(path)
    assert answer.status_code == 200
    shown = "".join(check(answer.text, path).words)
    if path in ("/", "/drops"):
        assert WAYS["script"] in shown


@pytest.mark.parametrize("way", WAYS.values())
def test_what_is_asked_shows_as_letters_too(visit: Visit, hostile: Path, way: str) -> None:
    client = visit(hostile)
    words = way[:150].encode("utf-8", "replace").decode()
    for path in ("/", "/entities", "/cases", "/judge", "/login"):
        for name in ("text", "place", "actor", "event_type", "since", "order", "page", "kind", "left", "next"):
            answer = client.get(path, params={name: words})
            check(answer.text, path)
            assert "set-cookie" not in answer.headers or "\n" not in answer.headers["set-cookie"]
    for path in ("/stories/", "/reports/"):
        check(client.get(path + quote(words, safe="")).text, path)


@pytest.mark.parametrize("path", ["/", "/drops", "/entities", "/cases"])
def test_words_that_turn_round_turn_nothing_else(visit: Visit, hostile: Path, path: str) -> None:
    reader = look_at(visit(hostile).get(path).text)
    turned = [words for words in reader.words if "\u202e" in words]
    assert turned
    for words in turned:
        assert words.count("\u202e") == words.count("\u202c")
        assert words.count("\u2066") == words.count("\u2069")


def test_the_interface_sends_it_as_json_only(visit: Visit, hostile: Path) -> None:
    client = visit(hostile)
    for path in ("/api/stories?limit=50", "/api/stories/story-script0", "/api/reports/report-script0", "/api/drops"):
        answer = client.get(path)
        assert answer.headers["content-type"] == "application/json"
        assert answer.headers["x-content-type-options"] == "nosniff"
        answer.json()
