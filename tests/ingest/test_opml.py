"""Lists of feeds as people and programmes write them."""

import time
from pathlib import Path

import pytest

from tellings.errors import CallError, PathError
from tellings.ingest.opml import read_feed_list

OPML = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="2.0"><head><title>Žofie's feeds</title></head><body>
<outline text="Harbours"><outline type="rss" text="Courier" xmlUrl="https://courier.example/feed?a=1&amp;b=2"/>
<outline text="Deep"><outline XMLURL=" https://menengai.example/atom "/></outline></outline>
<outline text="a folder"/><outline xmlUrl=""/><outline xmlUrl="https://courier.example/feed?a=1&amp;b=2"/>
</body></opml>"""


def read(tmp_path: Path, content: str | bytes, name: str = "feeds.txt") -> tuple[str, ...]:
    file = tmp_path / name
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_feed_list([str(file)]).addresses


def test_an_address_a_line(tmp_path: Path) -> None:
    text = "# mine\n\n  https://a.example/feed   # the first\r\nhttps://b.example/x#y\nHTTPS://c.example\n"
    text += "feed:https://d.example/rss\nfeed://e.example/rss\nhttps://a.example/feed\n"
    assert read(tmp_path, text) == (
        "https://a.example/feed", "https://b.example/x", "HTTPS://c.example", "https://d.example/rss",
        "http://e.example/rss",
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_opml_at_every_depth_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    expected = ("https://courier.example/feed?a=1&b=2", "https://menengai.example/atom")
    assert read(tmp_path, OPML.encode(encoding), "feeds.opml") == expected


def test_a_folder_of_lists(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    read(tmp_path, OPML, "a.opml")
    read(tmp_path, "https://z.example/feed\n", "sub/b.txt")
    read(tmp_path, "https://hidden.example/feed\n", ".c.txt")
    (tmp_path / "notes.md").write_text("not a list")
    assert len(read_feed_list([str(tmp_path)]).addresses) == 3


def test_addresses_given_and_slips_told(tmp_path: Path) -> None:
    file = tmp_path / "feeds.txt"
    file.write_text("https://a.example/feed\ncourier.example/feed\nhttps://petra:secret@[bad/feed\nhttps:///feed\n")
    found = read_feed_list([str(file), "https://b.example/feed"])
    assert found.addresses == ("https://a.example/feed", "https://b.example/feed")
    assert [slip.partition(":")[0] for slip in found.slips] == [f"feeds.txt, line {n}" for n in (2, 3, 4)]
    assert "no http(s) address" in found.slips[0]
    assert "secret" not in "".join(found.slips)


@pytest.mark.parametrize("content", ["", "# nothing\n", "courier\n", "<?xml version='1.0'?><opml><body/></opml>"])
def test_a_list_without_a_feed_is_a_wrong_call(tmp_path: Path, content: str) -> None:
    with pytest.raises(CallError):
        read(tmp_path, content)


def test_a_list_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(PathError, match="does not exist"):
        read_feed_list([str(tmp_path / "none.txt")])
    with pytest.raises(CallError, match="one string"):
        read_feed_list("https://a.example/feed")


def test_a_bomb_in_opml_costs_nothing(tmp_path: Path) -> None:
    names = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 10)]
    bomb = f'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY e0 "ferry">{"".join(names)}]><opml><body>'
    bomb += '<outline text="&e9;" xmlUrl="https://a.example/feed"/></body></opml>'
    begun = time.process_time()
    with pytest.raises(CallError):
        read(tmp_path, bomb, "feeds.opml")
    assert time.process_time() - begun < 2


def test_files_of_the_machine_are_not_read_into_it(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text("https://secret.example/feed")
    opml = f'<?xml version="1.0"?><!DOCTYPE opml [<!ENTITY x SYSTEM "{(tmp_path / "own.txt").as_uri()}">]>'
    opml += '<opml><body>&x;<outline xmlUrl="https://a.example/feed"/></body></opml>'
    assert read(tmp_path, opml, "feeds.opml") == ("https://a.example/feed",)
