"""The example stories, told in one run, against what a careful reader finds in them (`examples/*/expected.toml`).

What must hold everywhere has a floor of 1; the others have the share that was reached, so that no change loses what an
earlier one found. `python bench/examples.py` lists what is missed.
"""

from pathlib import Path

import pytest
from bench.examples import Tally, check_examples, read_contract

EXAMPLES = Path(__file__).parents[2] / "examples"
FLOORS = {
    "one_story": 1.0, "apart": 1.0, "in_story": 1.0, "keep": 1.0, "cut": 1.0, "published": 1.0, "inferred": 1.0,
    "line": 1.0, "pair": 1.0, "title": 1.0, "byline": 1.0, "outlet": 1.0,
    "case": 1.0, "asked": 1.0, "basis": 1.0, "decision": 1.0, "condition": 1.0, "element": 0.52,
    "agree": 0.88, "differ": 0.7, "differ_right": 1.0, "single": 0.83, "timeline": 0.84,
    "version": 1.0, "change": 1.0, "change_right": 1.0, "again": 1.0, "elsewhere": 1.0,
    "entity": 0.85, "place": 1.0, "quotation": 1.0,
}  # fmt: skip


@pytest.fixture(scope="module")
def tally() -> Tally:
    """Every expectation held against one run over all pages."""
    return check_examples(EXAMPLES, read_contract(EXAMPLES))


@pytest.mark.parametrize("kind", FLOORS)
def test_reached(tally: Tally, kind: str) -> None:
    assert tally.share(kind) >= FLOORS[kind], "\n".join(tally.missed[kind])


def test_every_kind_of_expectation_has_a_floor(tally: Tally) -> None:
    assert set(tally.kinds()) == set(FLOORS)
