"""A site's robots.txt in, what it allows a reader of a given name out, as RFC 9309 has it.

Not urllib.robotparser: it knows neither `*` nor `$` in a path, takes the first rule that fits and not the longest, and
holds a site closed that answers 401 or 403, which RFC 9309 holds open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes, urlsplit

MOST_BYTES = 512 * 1024  # RFC 9309, 2.5: at least 500 KiB are read
_MOST_RULES = 20_000
_LONGEST_DELAY = 60.0  # seconds that a site can ask for between two requests; more would end in nothing being read
_TOKEN = re.compile(r"[A-Za-z_-]+")
_SAFE = "/?&=%:;,@!$'()*+~-._"


@dataclass(frozen=True, slots=True)
class Rules:
    """What holds for us: paths with whether they are allowed; seconds between requests where the site names them."""

    paths: tuple[tuple[str, bool], ...] = ()
    delay: float | None = None

    def allow(self, address: str) -> bool:
        """The longest path that fits decides; of two as long, the one that allows."""
        parts = urlsplit(address)
        asked = _even(parts.path or "/") + (f"?{_even(parts.query)}" if parts.query else "")
        if asked == "/robots.txt":
            return True
        fitting = [(len(path), allowed) for path, allowed in self.paths if _fits(path, asked)]
        return max(fitting, default=(0, True))[1]


def parse_token(agent: str) -> str:
    """What a user agent is called in robots.txt: its name without version and remarks."""
    found = _TOKEN.match(agent.strip())
    return found.group().lower() if found else ""


def parse_robots(content: bytes, agent: str) -> Rules:
    """The rules of all groups that name the agent, else of those for everybody."""
    own: list[tuple[str, str]] = []
    anyone: list[tuple[str, str]] = []
    token, named = parse_token(agent), False
    for names, rules in _cut_groups(content[:MOST_BYTES].decode("utf-8", "replace")):
        if token and token in names:
            named = True
            own += rules
        elif "*" in names:
            anyone += rules
    return _build_rules(own if named else anyone)


def _cut_groups(text: str) -> Iterator[tuple[set[str], list[tuple[str, str]]]]:
    """Groups: lines that name agents, then what holds for them."""
    names: set[str] = set()
    rules: list[tuple[str, str]] = []
    for line in text.removeprefix("\ufeff").splitlines():
        field, mark, value = line.partition("#")[0].partition(":")
        field, value = field.strip().lower(), value.strip()
        if not mark:
            continue
        if field == "user-agent":
            if rules:
                yield names, rules
                names, rules = set(), []
            names.add("*" if value.startswith("*") else parse_token(value))
        elif field in ("allow", "disallow", "crawl-delay") and names:
            rules.append((field, value))
    if names:
        yield names, rules


def _build_rules(rules: list[tuple[str, str]]) -> Rules:
    paths = [(_even(value), field == "allow") for field, value in rules if field != "crawl-delay" and value]
    delays = [
        float(value) for field, value in rules if field == "crawl-delay" and re.fullmatch(r"\d{1,6}(\.\d+)?", value)
    ]
    delay = min(max(delays), _LONGEST_DELAY) if delays else None
    return Rules(tuple(dict.fromkeys(paths[:_MOST_RULES])), delay)


def _even(path: str) -> str:
    """The same octets written the same way, whether percent-encoded or not; `%2A`, `%24` stay apart from `*`, `$`."""
    kept = re.split(r"(%2[aA4fF3])", path)
    return "".join(
        piece.upper() if number % 2 else quote(unquote_to_bytes(piece), safe=_SAFE) for number, piece in enumerate(kept)
    )


def _fits(path: str, asked: str) -> bool:
    """Piece by piece from the left, which takes time in proportion to the lengths, whatever the number of `*`."""
    whole = path.endswith("$")
    first, *rest = path.removesuffix("$").split("*")
    if not asked.startswith(first):
        return False
    at = len(first)
    if not rest:
        return not whole or at == len(asked)
    for piece in rest[:-1]:
        at = asked.find(piece, at)
        if at < 0:
            return False
        at += len(piece)
    if whole:
        return asked.endswith(rest[-1]) and len(asked) - len(rest[-1]) >= at
    return asked.find(rest[-1], at) >= 0
