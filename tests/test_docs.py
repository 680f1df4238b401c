"""What the documentation shows of Python is run as it stands there."""

import doctest
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"


def test_the_examples_of_the_python_page_are_what_comes_out() -> None:
    flags = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
    found = doctest.testfile(str(DOCS / "python.md"), module_relative=False, optionflags=flags)
    assert found.attempted > 20
    assert found.failed == 0
