"""The page of formats says just what there is a reader for."""

import re
from pathlib import Path

from tellings.ingest.formats import READERS

PAGE = Path(__file__).parents[2] / "docs" / "formats.md"


def test_every_format_is_on_the_page_with_an_example_and_no_other() -> None:
    rows = re.findall(
        r"^\| `([^`]+)` \| [^|]+ \| `tellings account [^`]+` \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert sorted(set(rows)) == sorted(READERS)
