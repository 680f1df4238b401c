"""The pages of docs/exports show what comes out today."""

import re
from pathlib import Path

import pytest

from tellings.publish.exports import FORMATS
from tests.publish.exports.samples import DOCS, SAMPLES, fill, named, pages


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_the_samples_are_real(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert text == fill(text), "make them anew with `python -m tests.publish.exports.samples`"


def test_every_format_has_its_page_with_a_sample() -> None:
    overview = (DOCS / "exports.md").read_text(encoding="utf-8")
    for name in FORMATS:
        assert f"`{name}`" in overview
    shown = [name for page in pages() for name in named(page.read_text(encoding="utf-8"))]
    assert sorted(shown) == sorted(SAMPLES)
    assert {*FORMATS} - {*shown} == {"jsonl-tables", "parquet", "html", "md", "json"}


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_lead_to_pages(page: Path) -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).is_file(), target
