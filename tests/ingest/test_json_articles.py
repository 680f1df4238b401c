"""JSON of every shape that articles are exported in: what is put in comes out as content and hints."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.errors import CallError
from tellings.ingest import ReadConfig
from tellings.ingest.json_articles import read_json, read_json_lines
from tellings.ingest.received import Received
from tellings.records import Capture, Drop

BODY = "The dam above Orlec holds, engineers said after a second look at its crest.\n\nNobody has to leave the valley."
PAGE = f"<!doctype html><html><head><title>Dam</title></head><body><nav>Menu</nav><p>{BODY}</p></body></html>"


def read(value: Any, **bounds: Any) -> tuple[list[Capture], list[Drop]]:
    content = value if isinstance(value, bytes) else json.dumps(value).encode()
    records = list(read_json(Received("all.json", content), ReadConfig(**bounds)))
    return [r for r in records if isinstance(r, Capture)], [r for r in records if isinstance(r, Drop)]


def read_hints(value: Any, **bounds: Any) -> dict[str, str]:
    captures, drops = read(value, **bounds)
    assert len(captures) == 1 and not drops, drops
    return dict(captures[0].hints)


def test_news_please() -> None:
    hints = read_hints(
        {
            "authors": ["Ida Kos", "Ida Kos", "Per Lind"], "date_download": "2024-05-04 10:00:00",
            "date_modify": "None", "date_publish": "2024-05-03 08:00:00", "description": "d", "filename": "f.html",
            "language": "en",
            "maintext": BODY, "source_domain": "orlec.example", "text": None, "title": "Dam holds", "title_rss": None,
            "url": "https://orlec.example/dam",
        }
    )  # fmt: skip
    assert hints == {
        "charset": "utf-8", "title": "Dam holds", "url": "https://orlec.example/dam", "outlet": "orlec.example",
        "byline": "Ida Kos, Per Lind", "published": "2024-05-03 08:00:00", "language": "en", "extracted": "yes",
    }  # fmt: skip


def test_newspaper4k_and_trafilatura() -> None:
    newspaper = read_hints(
        {
            "url": "https://orlec.example/dam?x=1", "read_more_link": "", "language": "en", "title": "Dam holds",
            "top_image": "https://orlec.example/i.jpg", "authors": [], "publish_date": "2024-05-03T08:00:00+02:00",
            "summary": "", "meta_site_name": "Orlec News", "canonical_link": "https://orlec.example/dam", "text": BODY,
        }
    )  # fmt: skip
    assert newspaper["url"] == "https://orlec.example/dam" and newspaper["outlet"] == "Orlec News"
    assert newspaper["published"] == "2024-05-03T08:00:00+02:00" and "byline" not in newspaper
    trafilatura = read_hints(
        {
            "title": "Dam holds", "author": "Ida Kos; Per Lind", "hostname": "orlec.example", "date": "2024-05-03",
            "fingerprint": "49", "id": None, "license": None, "comments": "Nice!", "raw_text": "x", "text": BODY,
            "language": None, "filedate": "2026-01-01", "source": "https://orlec.example/dam",
            "source-hostname": "Orlec News", "categories": "", "tags": "",
        }
    )  # fmt: skip
    assert trafilatura["url"] == "https://orlec.example/dam" and trafilatura["outlet"] == "Orlec News"
    assert trafilatura["published"] == "2024-05-03"


def test_fundus_is_believed_and_others_pages_are_read_again() -> None:
    body = {"summary": ["Short."], "sections": [{"headline": ["Crest"], "paragraphs": ["First.", "Second."]}]}
    page = {"responded_url": "https://orlec.example/dam", "content": PAGE, "source_info": {"publisher": "Orlec News"}}
    fundus = {"title": "Dam", "body": body, "authors": [], "publishing_date": "2024-05-03 08:00:00+02:00", "html": page}
    captures, _ = read(fundus)
    assert captures[0].content.decode() == "Short.\n\nCrest\n\nFirst.\n\nSecond."
    assert dict(captures[0].hints)["url"] == "https://orlec.example/dam"
    assert dict(captures[0].hints)["outlet"] == "Orlec News"
    captures, _ = read({"text": BODY, "html": PAGE})
    assert captures[0].media_type == "text/html" and "extracted" not in dict(captures[0].hints)
    captures, _ = read({"text": BODY, "html": "<html><body>Please wait while we check your browser</body></html>"})
    assert captures[0].media_type == "text/plain"


def test_other_programmes() -> None:
    wordpress = [
        {
            "date": "2024-05-03T10:00:00", "date_gmt": "2024-05-03T08:00:00", "link": "https://orlec.example/?p=1",
            "title": {"rendered": "Dam &#8220;holds&#8221;"}, "content": {"rendered": f"<p>{BODY}</p>"},
        }
    ]  # fmt: skip
    hints = read_hints(wordpress)
    assert hints["title"] == "Dam “holds”" and hints["published"] == "2024-05-03T08:00:00+00:00"
    linked = {"@graph": [{"@type": "NewsArticle", "headline": "Dam holds", "articleBody": BODY,
              "author": [{"@type": "Person", "name": "Ida Kos"}], "publisher": {"name": "Orlec News"}}]}  # fmt: skip
    assert read_hints(linked)["byline"] == "Ida Kos" and read_hints(linked)["outlet"] == "Orlec News"
    assert read_hints({"content": BODY, "published_utc": 1714723200})["published"] == "2024-05-03T08:00:00+00:00"
    found = {"hits": {"total": 1, "hits": [{"_id": "1", "_source": {"maintext": BODY, "title": "Dam holds"}}]}}
    assert read_hints(found)["title"] == "Dam holds"
    columns = {"title": {"0": "One", "1": "Two"}, "text": {"0": BODY, "1": BODY}}
    assert [dict(capture.hints)["title"] for capture in read(columns)[0]] == ["One", "Two"]


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1", "title": "Orlec News", "language": "en", "feed_url": "x",
        "items": [
            {"id": "https://orlec.example/1", "title": "Dam", "content_html": f"<p>{BODY}</p>", "content_text": BODY,
             "date_published": "2024-05-03T08:00:00+02:00", "authors": [{"name": "Ida Kos"}]},
            {"id": "2", "summary": "Only a teaser"},
        ],
    }  # fmt: skip
    captures, drops = read(feed)
    hints = dict(captures[0].hints)
    assert captures[0].media_type == "text/html"
    assert (hints["outlet"], hints["language"], hints["byline"]) == ("Orlec News", "en", "Ida Kos")
    assert hints["url"] == "https://orlec.example/1"
    assert len(drops) == 1 and "carries no text" in drops[0].reason


NINJS_1 = {
    "uri": "http://agency.example/1", "type": "text", "versioncreated": "2024-05-03T09:00:00Z", "language": "en",
    "firstcreated": "2024-05-03T08:00:00Z", "byline": "Ida Kos", "located": "Orlec", "headline": "Dam holds",
    "body_text": BODY.replace("\n", " "), "body_xhtml": f"<p>{BODY}</p>", "copyrightholder": "Alps Agency",
    "infosource": [{"name": "Valley Wire"}], "usageterms": "Not for resale",
    "associations": {"main": {"type": "picture", "headline": "Crest", "description_text": "The crest of the dam."}},
}  # fmt: skip
NINJS_2 = {
    "uri": "http://agency.example/1", "type": "text", "versioncreated": "2024-05-03T09:00:00Z", "language": "en",
    "firstcreated": "2024-05-03T08:00:00Z", "by": "Ida Kos", "located": "Orlec",
    "headlines": [{"role": "short", "value": "Dam"}, {"role": "main", "value": "Dam holds"}],
    "bodies": [{"role": "text", "contenttype": "text/plain", "value": BODY},
               {"role": "nitf", "contenttype": "application/xml", "value": "<NITF>x</NITF>"},
               {"role": "html5", "contenttype": "text/html", "value": f"<p>{BODY}</p>"}],
    "copyrightholder": "Alps Agency", "infosources": [{"name": "Valley Wire"}], "usageterms": "Not for resale",
    "associations": [{"type": "picture", "description_text": "The crest of the dam."}],
}  # fmt: skip
RENAMED = {"versioncreated": "versionCreated", "firstcreated": "firstCreated", "copyrightholder": "copyrightHolder",
           "infosources": "infoSources", "usageterms": "usageTerms"}  # fmt: skip
NINJS_3 = {RENAMED.get(name, name): value for name, value in NINJS_2.items()}


@pytest.mark.parametrize("parsed", [NINJS_1, NINJS_2, NINJS_3], ids=["1", "2", "3"])
def test_ninjs(parsed: dict[str, Any]) -> None:
    captures, drops = read(parsed)
    assert len(captures) == 1 and not drops  # a picture is no article
    hints = dict(captures[0].hints)
    assert captures[0].content.decode() == f"<p>{BODY}</p>"
    assert hints | {"charset": "", "extracted": ""} == {
        "charset": "", "extracted": "", "title": "Dam holds", "byline": "Ida Kos", "dateline": "Orlec",
        "published": "2024-05-03T08:00:00Z", "modified": "2024-05-03T09:00:00Z", "language": "en",
        "url": "http://agency.example/1", "credit": "Valley Wire", "outlet": "Alps Agency",
    }  # fmt: skip


def test_ninjs_that_is_no_article_or_not_to_be_used() -> None:
    captures, drops = read([NINJS_1 | {"pubstatus": "canceled"}, NINJS_1 | {"type": "picture"}])
    assert not captures and ["canceled" in drops[0].reason, "picture" in drops[1].reason] == [True, True]
    package = {"uri": "urn:1", "type": "composite", "versioncreated": "2024-05-03T09:00:00Z", "pubstatus": "usable",
               "associations": [NINJS_2, NINJS_2 | {"uri": "urn:2", "by": "Per Lind"}]}  # fmt: skip
    captures, drops = read(package)
    assert [dict(capture.hints)["byline"] for capture in captures] == ["Ida Kos", "Per Lind"] and not drops


def test_a_mapping_leads_into_nested_fields() -> None:
    value = {
        "doc": {"parts": [{"words": "One."}, {"words": "Two."}], "by": ["A", "B"]},
        "head": "H",
        "text": "not this",
    }
    fields = (("text", "doc.parts.words"), ("title", "head"), ("byline", "doc.by.1"))
    captures, _ = read(value, fields=fields)
    assert captures[0].content == b"One.\n\nTwo."
    assert dict(captures[0].hints)["title"] == "H" and dict(captures[0].hints)["byline"] == "B"


def test_a_mapping_that_leads_nowhere_says_what_is_there() -> None:
    _, drops = read([{"wording": BODY, "head": "H"}], fields=(("text", "words"),))
    assert "'words'" in drops[0].reason and "wording, head" in drops[0].reason
    captures, drops = read([{"wording": BODY}], fields=(("text", "words"), ("text", "wording"), ("title", "head")))
    assert len(captures) == 1 and "title=head" in drops[0].reason
    _, drops = read([{"wording": BODY}])
    assert "--field text=NAME" in drops[0].reason
    with pytest.raises(CallError, match="wrong way round"):
        ReadConfig(fields=(("wording", "text"),))


def test_the_same_slip_in_every_row_is_told_a_few_times_only() -> None:
    _, drops = read([{"n": number} for number in range(500)])
    assert len(drops) < 30 and "more rows were left out" in drops[-1].reason
    _, drops = read([{"text": BODY}] * 5, max_rows=3)
    assert "more than 3" in drops[-1].reason


def test_json_as_it_is_also_met() -> None:
    assert len(read(b'{"text": "One.", "score": NaN}')[0]) == 1
    assert len(read(b'{"text": "One."}\n{"text": "Two."}')[0]) == 2
    assert read(json.dumps({"text": "Flüsse"}, ensure_ascii=False).encode("utf-16"))[0][0].content == "Flüsse".encode()
    for damaged in (b'{"text": "One.', b"[" * 100_000, b'{"a": 1} x', b"", b"\xff\xfe"):
        captures, drops = read(damaged)
        assert not captures and len(drops) == 1


def test_a_line_that_is_too_long_or_damaged_costs_itself() -> None:
    lines = [json.dumps({"text": BODY}), "{broken", json.dumps({"text": "x" * 5000}), json.dumps({"text": BODY})]
    records = list(read_json_lines(Received("all.jsonl", "\n".join(lines).encode()), ReadConfig(max_bytes=2000)))
    assert [type(record) for record in records] == [Capture, Drop, Drop, Capture]


words = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(
    lambda text: text.strip().casefold() not in ("", "none", "null", "nan", "nat", "n/a", "undefined")
)


@settings(max_examples=60, deadline=None)
@given(words, words, st.text("abcäß. _", min_size=1, max_size=8).filter(str.strip))
def test_what_is_put_in_comes_out(text: str, byline: str, name: str) -> None:
    name = f"{name.strip()}x"
    content = json.dumps([{name: f"Body {text}", "by": [byline]}]).encode()
    (capture,) = read_json(Received("a.json", content), ReadConfig(fields=(("text", name), ("byline", "by"))))
    assert isinstance(capture, Capture)
    assert capture.content.decode() == f"Body {text}".strip()


names = st.sampled_from(
    ["text", "html", "title", "items", "uri", "bodies", "headlines", "associations", "value", "date", "author", "url",
     "versioncreated", "data", "body", "sections", "_source", "hits", "type", "0"]
)  # fmt: skip
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(names, inner, max_size=5),
    max_leaves=20,
)


@settings(max_examples=150, deadline=None)
@given(values, st.sampled_from([(), (("text", "data.0"),), (("html", "body.value"), ("title", "hits"))]))
def test_no_json_raises(value: Any, fields: tuple[tuple[str, str], ...]) -> None:
    records = [*read_json(Received("a.json", json.dumps(value).encode()), ReadConfig(fields=fields))]
    assert all(isinstance(record, Capture | Drop) for record in records)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200))
def test_no_bytes_raise(content: bytes) -> None:
    for prefix in (b"", b"{", b'[{"text": "'):
        list(read_json(Received("a.json", prefix + content), ReadConfig()))
        list(read_json_lines(Received("a.jsonl", prefix + content), ReadConfig()))


@pytest.mark.parametrize(
    "beginning",
    [
        {"tellings": "0.1.0", "stories": []},
        {"@context": "https://schema.org", "@graph": [{"@type": "NewsArticle", "@id": "urn:tellings:report-1"}]},
        {"type": "FeatureCollection", "features": [{"id": "urn:tellings:place-e3b6b91dae43ccb0"}]},
        {"table": "reports", "story": "story-17979f6866ee45c4", "text": BODY},
        {"id": "report-42b925381df46291", "schema": "Article", "properties": {"bodyText": [BODY]}},
    ],
)
def test_what_tellings_exported_is_no_report_again(beginning: dict[str, Any]) -> None:
    content = json.dumps(beginning).encode() + b"\n"
    for reader in (read_json, read_json_lines):
        (drop,) = reader(Received("all.json", content), ReadConfig())
        assert isinstance(drop, Drop) and drop.reason == "it is an account that tellings wrote, not a report"


def test_articles_with_like_keys_are_read() -> None:
    captures, drops = read({"id": "report-42b925381df46291", "table": "reports", "story": "a dam", "text": BODY})
    assert len(captures) == 1 and not drops
