"""Pages of HTML in, their article out: today's kinds of pages, and damaged ones."""

import time

import pytest
from tests.clean import html_pages as pages

from tellings.clean.pages import Cleaned, clean_markup

ARTICLE = f"<h1>{pages.TITLE}</h1>{pages.paragraphs()}"
POSTS = {f"Update {n}" for n in range(len(pages.BODY))}  # headings of a live blog are part of it


def article_of(markup: str) -> Cleaned:
    cleaned = clean_markup(markup)
    assert cleaned is not None
    return cleaned


@pytest.mark.parametrize("name", pages.PAGES)
def test_pages_of_today(name: str) -> None:
    cleaned = article_of(pages.PAGES[name]())
    assert [text for text in cleaned.paragraphs if text not in POSTS] == list(pages.BODY)
    assert cleaned.article.title == pages.TITLE


DAMAGED = {
    "nested past reading": "<html><body>" + "<div>" * 20_000 + ARTICLE + "</div>" * 20_000,
    "nested after other things": "<body>" + pages.teasers() + "<div><span>" * 2000 + f"<article>{ARTICLE}</article>",
    "no end tags": pages.plain().replace("</div>", "").replace("</p>", "").replace("</li>", "").replace("</ul>", ""),
    "no body": f"<title>{pages.TITLE}</title>{ARTICLE}",
    "two bodies": pages.page(f"<article>{ARTICLE}</article></body><body>")
    + f"<html><body><p>{pages.OTHER[2]}</body></html>",
    "a comment that never ends": pages.page(f"<!-- open <article>{ARTICLE}</article>"),
    "a script that never ends": pages.page(f"<script>var a = 1;<article>{ARTICLE}</article>"),
    "a style that never ends": pages.page(f"<style>p {{}}<div><article>{ARTICLE}</article></div>"),
    "a title that never ends": f"<html><head><title>{pages.TITLE}<body><article>{ARTICLE}</article>",
    "a quote that never ends": f'<html><body><div class="x><p>One</p><article>{ARTICLE}</article></div></body></html>',
    "plaintext": f"<html><body><article>{ARTICLE}</article><plaintext> ",
    "zero bytes": pages.plain().replace("strike", "str\x00ike"),
    "XHTML": '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml"><head>'
    f'<script type="text/javascript" src="a.js" /></head><body><a id="top" />{ARTICLE}</body></html>',
    "a long attribute": pages.page(f'<div style="background:url({"A" * 1_000_000})">{ARTICLE}</div>'),
    "tags that never end": pages.page(f"<article>{ARTICLE}</article>" + "<p " * 20_000),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGED)
def test_damaged_pages_keep_their_article(name: str) -> None:
    began = time.process_time()
    assert [text for text in article_of(DAMAGED[name]).paragraphs if text not in pages.TEASERS] == list(pages.BODY)
    assert time.process_time() - began < 15


def test_a_bomb_of_entities_stays_as_it_is() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "lol"><!ENTITY b "' + "&a;" * 1000 + '"><!ENTITY c "' + "&b;" * 1000 + '">]>'
    cleaned = article_of(f'<?xml version="1.0"?>{bomb}<html><body><article>{ARTICLE}<p>&c;</p></article></body></html>')
    assert set(pages.BODY) <= set(cleaned.paragraphs)
    assert sum(map(len, cleaned.paragraphs)) < 2000


def test_frames_alone_show_nothing() -> None:
    assert clean_markup('<html><frameset cols="20%,80%"><frame src="a.html"></frameset></html>') is None


def test_scripts_are_read_as_data_only() -> None:
    body = " ".join(pages.BODY)
    cleaned = clean_markup(
        f'<html><body><div>Loading the page …</div><script>render("{body}".split(" "))</script></body></html>'
    )
    assert cleaned is None or not any("signal staff" in text for text in cleaned.paragraphs)


def test_captions_are_listed_apart() -> None:
    cleaned = article_of(pages.gallery())
    assert [cleaned.blocks[i].text for i in cleaned.article.captions] == [pages.CAPTION]
    assert not any(piece.kind == "caption" for piece in cleaned.article.furniture)
