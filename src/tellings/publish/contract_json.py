"""The contract in, JSON out: the file that `tellings account -o FILE.json` writes."""

import json
from typing import Any


def render_json(contract: dict[str, Any]) -> str:
    """The contract as indented JSON, other scripts readable; a lone surrogate, which no file can hold, is escaped."""
    text = json.dumps(contract, ensure_ascii=False, indent=1)
    return "".join(f"\\u{ord(c):04x}" if "\ud800" <= c <= "\udfff" else c for c in text) + "\n"
