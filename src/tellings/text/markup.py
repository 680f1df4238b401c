"""A wording in, the same wording without the marks of Markdown that scraped pages leave in it, for showing only."""

import re

_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s\"[^\"]*\")?\)")
_OPEN_LINK = re.compile(r"\]\([^()\s]*\)?")  # the end of a link whose begin was cut off
_EMPHASIS = re.compile(r"(?<![\w*_])([*_]{1,3})(?=\S)([^*_\n]+?)(?<=\S)\1(?![\w*_])")


def drop_markup(wording: str) -> str:
    """Links become their words, emphasised words lose their stars: never use it where offsets count."""
    plain = _EMPHASIS.sub(r"\2", _LINK.sub(r"\1", wording))
    if "](" in plain:
        plain = _OPEN_LINK.sub("", plain).replace("[", "", 1)
    return plain
