"""Pages that try to get into the account as markup are read, told and rendered: what they wrote is shown as letters."""

import html
import json
import re
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tellings.front import tell
from tellings.publish.contract import build_contract
from tellings.publish.formats import render

TAG = "<script>alert(1)</script>"
BREAK = "\"'><img src=x onerror=alert(1)>"
END = "</title></style></textarea></svg>--><iframe src=javascript:alert(1)>"
TURN = "\u202egnp.exe\u2066"
TEMPLATE = "{{ 7 * 7 }}{% raw %}${7*7}"
MARKDOWN = "[click](javascript:alert(1)) ![x](x)"
SENTENCES = (
    "The harbour of Eastmouth {} was shut on Monday after {} divers found cracks in its wall, the port office said.",
    "“We have no choice {},” said Ilse Grendahl, the harbour master {}. “The wall has to be mended before the winter.”",
    "Repairs will cost {} million crowns, and the ferry to Norholm {} will leave from the fish quay until March.",
    "Traders {} on the quay asked the council of Eastmouth for help, which it refused on Tuesday {}.",
)
HARMLESS = [
    "The mayor said that the quay had been looked at last in spring, when nothing was found.",
    "Fishing boats were moved to the inner basin on Monday evening, and no one was hurt.",
    "The port office expects ships from Norholm to use the outer pier for the time being.",
    "Engineers from the county will look at the foundations with a small submarine next week.",
    "The council meets again on Thursday, when it wants to talk about who pays for the work.",
    "The wall was built ninety years ago and was last mended after the great storm.",
]
COUNTS = ("two", "three", "two")


def page(number: int, hostile: bool) -> str:
    """A report of the same event as the others; with `hostile`, each field tries another way in."""
    tries = (TAG, BREAK, END, TURN, TEMPLATE, MARKDOWN) if hostile else ("", "", "", "", "", "")
    words = [tries[(number + at) % len(tries)] for at in range(8)]
    body = [SENTENCES[0].format(words[0], COUNTS[number]), SENTENCES[1].format(words[1], words[2])]
    body += [SENTENCES[2].format(number + 4, words[3]), SENTENCES[3].format(words[4], words[5])]
    body += HARMLESS
    linked = {
        "@type": "NewsArticle", "headline": f"Eastmouth harbour shut {words[6]}",
        "datePublished": f"2024-05-0{number + 6}", "author": {"@type": "Person", "name": f"Jon Askeland {words[7]}"},
        "articleSection": f"Local {BREAK}",
        "publisher": {"@type": "Organization", "name": f"Courier {number} {BREAK if hostile else ''}"},
    }  # fmt: skip
    url = f'https://courier{number}.example/a"onmouseover="alert(1)' if hostile else "https://courier.example/a"
    script = json.dumps(linked).replace("</", "<\\/")
    shown = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in body)
    return (
        f'<!doctype html><html><head><title>x</title><link rel="canonical" href="{html.escape(url)}">'
        f'<meta property="og:site_name" content="{html.escape(f"Courier {number} {words[0]}")}">'
        f'<script type="application/ld+json">{script}</script></head><body><article>'
        f"<h1>{html.escape(str(linked['headline']))}</h1>{shown}<figure><img src=y><figcaption>Divers at the harbour "
        f"of Eastmouth {html.escape(words[1])} (Photo: A. Holm)</figcaption></figure></article></body></html>"
    )


@dataclass
class Told:
    """An account in each format."""

    page: str
    markdown: str
    json: str


def told(folder: Path, *, hostile: bool) -> Told:
    for number in range(3):
        name = f"{number} <img src=x onerror=alert(1)> \u202e.html" if hostile else f"{number}.html"
        (folder / name).write_text(page(number, hostile))
    contract = build_contract(tell([str(folder)]), version="0")
    return Told(*(render(contract, form) for form in ("html", "md", "json")))


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told(tmp_path_factory.mktemp("plain"), hostile=False)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Told:
    return told(tmp_path_factory.mktemp("hostile"), hostile=True)


class Elements(HTMLParser):
    """Each element of a page with its attributes, and the text outside script and style."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def test_no_element_and_no_attribute_comes_from_what_was_read(plain: Told, hostile: Told) -> None:
    elements = Elements(hostile.page)
    assert "Eastmouth" in "".join(elements.text) and TAG in "".join(elements.text)  # it was told, as letters
    tags = {tag for tag, _ in elements.found}
    assert not tags & {"img", "iframe", "object", "embed", "base", "form", "link", "textarea"}
    assert sum(tag == "script" for tag, _ in elements.found) == sum(
        tag == "script" for tag, _ in Elements(plain.page).found
    )
    for _, attributes in elements.found:
        assert not [
            name for name in attributes if name.startswith("on") or name in ("src", "srcdoc", "style", "action")
        ]
        for name in ("href", "xlink:href", "content", "cite", "formaction"):
            assert not (attributes.get(name) or "").strip().lower().startswith(("javascript:", "data:", "vbscript:"))


def test_addresses_lead_to_the_web_or_within_the_page(hostile: Told) -> None:
    for tag, attributes in Elements(hostile.page).found:
        if tag == "a" and (href := attributes.get("href")):
            assert href.startswith(("#", "https://", "http://"))


def test_the_page_has_the_elements_that_it_has_for_harmless_reports(plain: Told, hostile: Told) -> None:
    known = {(tag, name) for tag, attributes in Elements(plain.page).found for name in attributes}
    fresh = {(tag, name) for tag, attributes in Elements(hostile.page).found for name in attributes} - known
    assert {name for _, name in fresh} <= {"lang", "dir", "class", "id", "title", "href", "rel", "data-reports", "open"}


def test_no_mark_that_turns_the_direction_reaches_beyond_its_own_words(hostile: Told) -> None:
    """A turned run ends where its element ends, or the mark is not shown at all: never in the page's own title."""
    head = hostile.page[: hostile.page.index("</head>")]
    assert not set(head) & set("\u202a\u202b\u202d\u202e\u2066\u2067\u2068")


def test_json_is_json_and_holds_the_wording(hostile: Told) -> None:
    contract = json.loads(hostile.json)
    reports = [report for story in contract["stories"] for report in story["reports"]]
    assert len(reports) == 3
    assert any(TAG in report["text"] for report in reports)


def test_markdown_holds_no_tag_of_a_page(hostile: Told) -> None:
    assert not re.search(r"(?<!\\)<(?:script|img|iframe)", hostile.markdown, re.I)
    assert not re.search(r"(?<!\\)\]\((?!#|https?:)", hostile.markdown)
