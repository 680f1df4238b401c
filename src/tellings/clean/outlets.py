"""Blocks in, the name of the outlet that the page itself gives out, or None. No list of outlets is used."""

import re
from collections import defaultdict
from collections.abc import Sequence

from tellings.clean.blocks import Block
from tellings.clean.furniture import parse_kind
from tellings.clean.headline import flat
from tellings.text.words import content_words

_WORD = r"[A-Z0-9](?:[\w&'’+-]|\.(?=\w))*"
_NAME = rf"(?P<name>(?!(?:19|20)\d\d\b){_WORD}(?: (?:of|the|and|for|de|du|des|der|la|le|el|&|{_WORD})){{0,6}})"
_SORT = (
    "institute|channel|newspaper|website|site|magazine|agency|outlet|broadcaster|publication|portal|network|platform"
    "|newsroom|organi[sz]ation|daily|weekly"
)
_YEARS = r"(?:19|20)\d\d\s*(?:[-–—]\s*(?:(?:19|20)\d\d|[Pp]resent))?"
_SIGN = r"^\W*(?:[Cc]opyright|COPYRIGHT|©|\([cC]\))[\s©(cC):]*"
# How pages name themselves in closing lines and author boxes: (weight, pattern).
_SELF = tuple(
    (weight, re.compile(form))
    for weight, form in (
        (2.0, rf"{_SIGN}{_YEARS}[\s,.:|-]*(?:by )?{_NAME}"),
        (2.0, rf"{_SIGN}{_NAME}[\s,.]*(?:{_YEARS}|[Aa]ll [Rr]ights)"),
        (1.0, rf"{_SIGN}{_NAME}"),
        (2.0, rf"necessarily (?:those|(?:reflect|represent) [\w ]{{0,40}}) of {_NAME}"),
        (2.0, rf"^{_NAME} publishes "),
        (2.0, rf"^{_NAME} is (?:an? |the )(?:[\w-]+ ){{0,5}}(?:{_SORT})\b"),
        (2.0, rf"[Ee]ditor[- ][Ii]n[- ][Cc]hief (?:of|at) {_NAME}"),
        (1.5, rf"^(?:Subscribe to|Sign up for|Follow|About|Contact|Support|Download) (?:the )?{_NAME}"),
        (1.0, rf"^By {_NAME}$"),
    )
)
_AGENCY_TEXT = re.compile(
    r"may not be published, broadcast", re.I
)  # the right of an agency in its text, not the page's
_TRIM = re.compile(
    r"[\s.,|]+(?:All Rights Reserved|All rights reserved|Inc|Ltd|LLC|Media Group|Limited|Visit|Powered|Designed|Terms"
    r"|Privacy|The|Website|Newsletter)\b.*$|[\s.,|-]+$"
)
_TAGLINE = re.compile(r"\s+[-–—|:]\s+|\s+\d+\.\d+\b")
_COINED = re.compile(r"[a-z][A-Z]|\d$")  # NewsFlash, Report24: one word, but made to be a name
_VOWEL = re.compile(r"[AEIOUYaeiouy]")
_ENOUGH, _MASTHEAD, _MENTIONED, _OWNER = 2.0, 2.8, 1.0, 1.0
# What companies are called by that own outlets: their names stand in rights lines without being the outlet.
_COMPANY = re.compile(
    r"\b(?:Inc|LLC|Ltd|Limited|Corp|Corporation|Company|Co|Communications?|Interactive|Group|Holdings?|Publishing"
    r"|Enterprises|GmbH|S\.A|AG|Pty)\b"
)
_NO_NAME = frozenset("all close copyright about free live log me menu open search sign skip subscribe the us".split())
_HEAD = 400  # letters of a line in which a page names itself


def find_outlet(blocks: Sequence[Block], body: Sequence[int], *, title: str | None = None) -> str | None:
    """The name for which the page's own lines speak most, if they speak enough."""
    prose = set(body)
    last = body[-1] if body else 0
    weights: dict[str, float] = defaultdict(float)
    names: dict[str, str] = {}
    for i, block in enumerate(blocks):
        if i in prose and i < last - 4 and i > (body[0] if body else 0) + 2:
            continue
        found = [] if parse_kind(block.text) == "legal" and len(block.text.split()) <= 3 else _name_itself(block.text)
        for name, weight in found:
            key = flat(name)
            if len(key) >= 2:
                weights[key] += weight
                names.setdefault(key, name)
    for key, (name, count) in _repeated(blocks, prose).items():
        if key in weights:
            weights[key] += min(count, 4) * 0.5
        elif count >= 3:
            weights[key] = count * 0.5
            names.setdefault(key, name)
    head = _read_masthead(blocks, body)
    if head and not flat(title or "").startswith(flat(head)):
        weights[flat(head)] += _MASTHEAD
        names[flat(head)] = head
    for key, name in names.items():
        weights[key] += _MENTIONED * (_count_mentions(blocks, name) > 1)
    best = max(weights, key=lambda key: (weights[key], -len(key)), default=None)
    return names[best] if best and weights[best] >= _ENOUGH else None


def _read_masthead(blocks: Sequence[Block], body: Sequence[int]) -> str | None:
    """The first line of the page, where it is a name that stands above menus, mottos and the headline."""
    if len(blocks) < 4 or not body or parse_kind(blocks[0].text) or blocks[0].bullet:
        return None
    name = _TAGLINE.split(blocks[0].text)[0].strip(" .,:|-")
    words = name.split()
    if not 1 <= len(words) <= 6 or (len(words) == 1 and not _COINED.search(name)):
        return None
    if not all(word[0].isupper() or len(word) <= 3 for word in words) or any(map(str.isdigit, words[0])):
        return None
    if (
        not content_words(name)
        or _NO_NAME - {"the"} & set(name.lower().split())
        or any(len(blocks[i].text.split()) > 14 for i in range(1, 3))
    ):
        return None
    return _even_case(name) if name.isupper() and len(words) > 1 else name


def _count_mentions(blocks: Sequence[Block], name: str) -> int:
    """In how many blocks the name stands; the owner of a site is named once, its outlet again and again."""
    wanted = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I)
    return sum(bool(wanted.search(block.text)) for block in blocks)


def _even_case(name: str) -> str:
    """A name in capitals as it is written elsewhere; what has no vowel is an abbreviation and stays."""
    return " ".join(word.capitalize() if _VOWEL.search(word) else word for word in name.split())


def _name_itself(text: str) -> list[tuple[str, float]]:
    if _AGENCY_TEXT.search(text):
        return []
    found = []
    for weight, form in _SELF:
        if (match := form.search(text[:_HEAD])) and (name := trim_name(match["name"])):
            owner = _COMPANY.search(text[match.start("name") : match.end("name") + 12])
            found.append((name, weight - _OWNER if owner else weight))
    return found


def trim_name(name: str) -> str:
    """Without legal endings and taglines."""
    trimmed = _TRIM.sub("", name.split(" - ")[0].split(" | ")[0]).strip(" .,-|")
    words = {word.lower() for word in trimmed.split()}
    return "" if trimmed.isdigit() or words <= _NO_NAME else trimmed


def _repeated(blocks: Sequence[Block], prose: set[int]) -> dict[str, tuple[str, int]]:
    """Short capitalised lines outside the body that stand at the top and come again."""
    top = {flat(block.text) for block in blocks[:3]}
    counts: dict[str, tuple[str, int]] = {}
    for i, block in enumerate(blocks):
        words = block.text.split()
        key = flat(block.text.removeprefix("By "))
        if i in prose or not 2 <= len(words) <= 5 or key not in top or parse_kind(block.text) not in (None, "byline"):
            continue
        name, count = counts.get(key, (block.text.removeprefix("By "), 0))
        counts[key] = (name, count + 1)
    return counts
