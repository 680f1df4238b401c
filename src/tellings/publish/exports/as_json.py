"""Plain values in, JSON that every loader takes out: one line for each, or a document written piece by piece."""

import json
import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

_HALF = re.compile("[\ud800-\udfff]")  # half of a letter: no file can hold it
_BREAKS = re.compile("[\x85\u2028\u2029]")  # ends of lines to some readers of JSON Lines


def show_json(value: Any) -> str:
    """The value on one line. Half a letter becomes the mark for one, so offsets stay; a number without end is null."""
    try:
        text = json.dumps(value, ensure_ascii=False, allow_nan=False)
    except ValueError:
        text = json.dumps(_end_numbers(value), ensure_ascii=False, allow_nan=False)
    return _BREAKS.sub(lambda found: f"\\u{ord(found[0]):04x}", _HALF.sub("\ufffd", text))


def _end_numbers(value: Any) -> Any:
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, Mapping):
        return {key: _end_numbers(each) for key, each in value.items()}
    return [_end_numbers(each) for each in value] if isinstance(value, list | tuple) else value


def stream_document(head: Mapping[str, Any], key: str, members: Iterable[Any]) -> Iterator[str]:
    """One JSON object: what `head` holds, then `key` with the members, each on a line of its own."""
    yield "{" + "".join(f"{show_json(name)}: {show_json(value)}, " for name, value in head.items())
    yield f"{show_json(key)}: ["
    before = "\n"
    for member in members:
        yield before + show_json(member)
        before = ",\n"
    yield "\n]}\n"


def drop_empty(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Without what is not known: None, an empty text, an empty list."""
    return {key: value for key, value in fields.items() if value is not None and value != "" and value != []}
