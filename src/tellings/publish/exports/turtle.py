"""Statements in, Turtle out: prefixes once, then a block for each thing that something is said of."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

_UNFIT = re.compile('[\x00-\x20<>"{}|^`\\\\\ud800-\udfff]')  # what no address in Turtle may hold as it is
_ESCAPED = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
_TO_ESCAPE = re.compile('[\x00-\x1f"\\\\\x7f\x85\u2028\u2029]')
_HALF = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Address:
    """A thing, by its full address."""

    iri: str

    def __str__(self) -> str:
        escaped = _UNFIT.sub(
            lambda found: "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "replace")), self.iri
        )
        return f"<{escaped}>"


@dataclass(frozen=True, slots=True)
class Literal:
    """A text; with its language ("en") or the short name of its type ("xsd:date")."""

    text: str
    language: str | None = None
    datatype: str | None = None

    def __str__(self) -> str:
        shown = f'"{_TO_ESCAPE.sub(_escape, _HALF.sub(chr(0xFFFD), self.text))}"'
        if self.language:
            return f"{shown}@{self.language}"
        return f"{shown}^^{self.datatype}" if self.datatype else shown


Term = Address | Literal | str  # str: a short name, "prov:Entity"
Statement = tuple[str, Term]


def _escape(found: re.Match[str]) -> str:
    return _ESCAPED.get(found[0]) or f"\\u{ord(found[0]):04X}"


def stream_prefixes(prefixes: Mapping[str, str]) -> Iterator[str]:
    """What the short names stand for."""
    for short, iri in prefixes.items():
        yield f"@prefix {short}: <{iri}> .\n"


def show_block(subject: Address, statements: Sequence[Statement | None]) -> str:
    """Everything said of one thing; what is None is left away."""
    said = [statement for statement in statements if statement is not None]
    lines = " ;\n".join(f"    {verb} {term}" for verb, term in said)
    return f"\n{subject}\n{lines} .\n"


def say_each(verb: str, terms: Iterable[Term]) -> list[Statement]:
    """One statement for each."""
    return [(verb, term) for term in terms]
