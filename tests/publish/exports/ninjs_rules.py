"""What IPTC ninjs 3.1 asks of an item, for the properties that the export uses: written down from the standard's
description of its properties (names, types, which are required, that no other ones may be there)."""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

Rule = Callable[[Any], bool]
_URI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`\x00-\x20\x7f-\uffff]+")
_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
_TRUNCATED = re.compile(r"\d{4}(-(1[0-2]|0[1-9])(-(3[01]|0[1-9]|[12]\d))?)?")
TYPES = {"text", "audio", "video", "picture", "graphic", "composite", "component", "event", "planning"}


def text(value: Any) -> bool:
    return isinstance(value, str)


def uri(value: Any) -> bool:
    return isinstance(value, str) and bool(_URI.fullmatch(value)) and bool(urlsplit(value).scheme)


def date_time(value: Any) -> bool:
    return isinstance(value, str) and bool(_DATE_TIME.fullmatch(value)) and bool(datetime.fromisoformat(value))


def truncated(value: Any) -> bool:
    return isinstance(value, str) and bool(_TRUNCATED.fullmatch(value))


def one_of(*values: str) -> Rule:
    return lambda value: value in values


def each(rule: Rule) -> Rule:
    return lambda values: isinstance(values, list) and all(map(rule, values))


def fields(required: str = "", /, **rules: Rule) -> Rule:
    """An object with these and no others."""

    def check(value: Any) -> bool:
        assert isinstance(value, dict), value
        assert value.keys() <= rules.keys(), value.keys() - rules.keys()
        assert set(required.split()) <= value.keys(), value
        for key, member in value.items():
            assert rules[key](member), (key, member)
        return True

    return check


def point(value: Any) -> bool:
    lon, lat = value["coordinates"]
    assert value.keys() == {"type", "coordinates"} and value["type"] == "Point"
    return bool(abs(lon) <= 180 and abs(lat) <= 90)


_WORDED = fields("value", role=text, contentType=text, value=text)
_NAMED: dict[str, Rule] = {"name": text, "rel": text, "uri": uri, "literal": text}
_EXPECTED = fields(expectedStartDate=truncated, expectedEndDate=truncated)


def dates(value: Any) -> bool:
    """One end at least."""
    return _EXPECTED(value) and bool(value)


_ITEM: dict[str, Rule] = {
    "uri": uri,
    "type": one_of(*TYPES),
    "contentCreated": date_time,
    "language": text,
    "title": text,
    "edNote": text,
    "by": text,
    "located": text,
    "descriptions": each(_WORDED),
    "headlines": each(_WORDED),
    "bodies": each(_WORDED),
    "people": each(fields(**_NAMED)),
    "organisations": each(fields(**_NAMED)),
    "places": each(fields(**_NAMED, geoJSON=point)),
    "subjects": each(fields(**_NAMED)),
    "infoSources": each(fields(name=text, role=text, uri=uri, literal=text)),
    "renditions": each(fields("name", name=text, href=uri, contentType=text)),
    "altIds": each(fields(role=text, value=text)),
    "standard": fields(name=text, version=text, schema=uri),
    "eventDetails": fields(dates=dates),
}
_ASSOCIATED = fields("name uri", **_ITEM, name=text, rel=text)
check_item = fields("uri", **_ITEM, associations=each(_ASSOCIATED))
