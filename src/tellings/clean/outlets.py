"""Blocks in, the name of the outlet that the page itself gives out, or None. No list of outlets is used.

Pages name themselves over and over: in search boxes, newsletters, author boxes, rights lines, addresses. The name for
which most different kinds of such lines speak is the outlet's; one that stands in the rights line alone and is called
as companies are is its owner.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from tellings.clean.blocks import Block
from tellings.clean.furniture import parse_kind
from tellings.clean.headline import flat
from tellings.text.lists import read_rows

_HEAD = 400  # letters of a line in which a page names itself
_MOST_WORDS = 7
_SMALL = frozenset("of the and for de du des der da do la le el al & y et und di del".split())
_ENOUGH = 1.7
_MASTHEAD, _SUFFIX, _ADDRESS, _LOGO = 1.4, 2.5, 1.2, 0.4
_STRONG = frozenset(("rights", "self", "opinion", "suffix of title", "masthead"))  # enough with lines of the name alone
_PERSONAL = frozenset(("about", "byline", "follow", "more", "subscribe"))  # what is said of authors too
_YEARS = re.compile(r"(?:\b(?:copyright|©)\s*|\b(?:19|20)\d\d(?:\s*[-–—/]\s*(?:(?:19|20)?\d\d)?)?(?!\w))", re.I)
_ALONE, _MENTION = 3, 6  # lines of the name alone, and lines that name it, that count
# What companies are called by that own outlets: their names stand in rights lines without being the outlet. Legal forms
# are cut off a name, the others tell that it is a company's.
_LEGAL = re.compile(
    r"[\s,]+(?:inc|llc|ltd|limited|pty|pvt|private|plc|corp|corporation|co|company|gmbh|s\.?a|ag|b\.?v|s\.?r\.?l|oy|ab"
    r"|llp|kft|d\.o\.o|ооо)\b\.?",
    re.I,
)
_COMPANY = re.compile(
    r"\b(?:communications?|interactive|group|holdings?|publishing|publications|enterprises|universal|industries|digital"
    r"|ventures|media|corp|company|partners|associates|solutions|foundation|brands|properties|advertising|printers)\b",
    re.I,
)
_TRIM = re.compile(
    r"[\s.,|:]+(?:all rights.*|visit.*|powered.*|designed.*|terms.*|privacy.*|website|newsletters?|the|a|is|or|and)$"
    r"|\s\d+[.,]\d+(?:\s?(?:fm|am|mhz|khz))?$|['’]s?$|\s(?:&|and)$|[\s.,|:;–-]+$",
    re.I,
)
_AGENCY_TEXT = re.compile(r"may not be published, broadcast", re.I)  # an agency's right in its text, not the page's
_SEPARATOR = re.compile(r"\s+[-–—|»·:]\s+|\s*[|©®™]\s*|\.(?=[A-Z][a-z])")
_DOMAIN = re.compile(
    r"(?:@|https?://(?:www\.)?|\bwww\.|(?<![\w@./-]))(?P<label>[A-Za-z0-9][\w-]{1,40})\.(?P<end>com?|org|net|info|news|tv|eu"
    r"|[a-z]{2}|com?\.[a-z]{2})(?![\w.-]*\w)",
    re.I,
)
_PRESS = re.compile(
    r"\b(?:news|times|post|daily|herald|tribune|journal|gazette|express|guardian|observer|telegraph|mail|star|chronicle"
    r"|magazine|review|reporter|courier|press|echo|standard|mirror|monitor|independent|globe|dispatch|bulletin|zeitung|anzeiger|tageblatt|monde|figaro|presse|diario|noticias"
    r"|jornal|folha|corriere|giornale|gazeta|газета|новости|известия|вести|новине)\b",
    re.I,
)
_COINED = re.compile(r"[a-z][A-Z]|\d$")  # NewsFlash, Report24: one word, but made to be a name
_VOWEL = re.compile(r"[AEIOUYaeiouy]")
_ASKS = frozenset("is are was if how why what when where who does do did can will should".split())
_WORD_END = '.,;:!?)]»"”'


@dataclass(slots=True)
class _Name:
    """What speaks for a name: kinds of lines with their weights, and the wordings that it has on the page."""

    kinds: dict[str, float] = field(default_factory=dict)
    wordings: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, weight: float, wording: str) -> None:
        self.kinds[kind] = max(weight, self.kinds.get(kind, 0.0))
        self.wordings[wording] += 1


def find_outlet(blocks: Sequence[Block], body: Sequence[int], *, title: str | None = None) -> str | None:
    """The name for which the page's own lines speak most, if they speak enough."""
    prose = set(body[3:-4])
    outside = [block.text[:_HEAD] for i, block in enumerate(blocks) if i not in prose]
    names: dict[str, _Name] = defaultdict(_Name)
    for kind, weight, name in _read_lines(outside, title):
        if len(key := _key(name)) >= 2 and key != _key(title or ""):
            names[key].add(kind, weight, name)
    if (head := _read_masthead(blocks, body)) and not flat(title or "").startswith(flat(head)):
        names[_key(head)].add("masthead", _MASTHEAD + 0.3 * (len(head.split()) > 1), head)
    for key, label, wording in _read_addresses(outside):
        if match := next((known for known in (key, label) if known in names), None):
            names[match].add("address", _ADDRESS, next(iter(names[match].wordings)))
        elif wording[:1].isupper():
            names[key].add("address", _ADDRESS, wording)
    scored = {key: _score(name, key, outside) for key, name in names.items()}
    best = max(scored, key=lambda key: (scored[key], -len(key)), default=None)
    if best is None or scored[best] < _ENOUGH:
        return None
    return _even_case(names[best].wordings.most_common(1)[0][0], outside)


def _read_lines(lines: Sequence[str], title: str | None) -> Iterator[tuple[str, float, str]]:
    """Kind, weight and name for every line in which the page names itself."""
    for text in lines:
        if _AGENCY_TEXT.search(text) or (parse_kind(text) == "legal" and len(text.split()) <= 3):
            continue
        for kind, weight, form in _phrases():
            if (found := form.search(text)) and (name := take_name(text[found.start("name") :])):
                company = _COMPANY.search(name) and kind == "rights"
                yield kind, 0.6 if company else weight, name
    for text in lines[:4]:
        if title and (name := _read_suffix(text, title)):
            yield "suffix of title", _SUFFIX, name


def _read_suffix(line: str, title: str) -> str:
    """What pages add to their title in the head: "Ferry sails again - Norholm Daily"."""
    parts = _SEPARATOR.split(line)
    if len(parts) < 2 or not flat(line).startswith(flat(title)) or flat(line) == flat(title):
        return ""
    name = take_name(parts[-1])
    return name if name == parts[-1].strip(" .") and not _key(title).endswith(_key(name)) else ""


def _score(name: _Name, key: str, lines: Sequence[str]) -> float:
    """How much speaks for the name: each kind once, lines that hold nothing else, lines that name it."""
    wording = name.wordings.most_common(1)[0][0]
    wanted = re.compile(rf"(?<![\w@]){re.escape(wording)}(?!\w)", re.I)
    alone = sum(_key(text) == key for text in lines if len(text) <= len(wording) + 20)
    mentions = sum(bool(wanted.search(text)) for text in lines)
    kinds = set(name.kinds)
    if kinds <= _PERSONAL or not (len(kinds) > 1 or kinds & _STRONG):
        return 0.0
    made = bool(_PRESS.search(wording) or _COINED.search(wording))
    score = sum(name.kinds.values()) + _LOGO * min(alone, _ALONE) + 0.1 * min(mentions, _MENTION) + 0.4 * made
    return score - 0.6 * (mentions < 2 and "rights" in kinds and not made)


@lru_cache(maxsize=1)
def _phrases() -> tuple[tuple[str, float, re.Pattern[str]], ...]:
    """Kind, weight and pattern of each line by which pages name themselves, from the list beside this module."""
    phrases = []
    for weight, kind, pattern in read_rows(__package__, "outlet_phrases.tsv"):
        name = r"(?P<name>\S.*)" if pattern.endswith("NAME") else r"(?P<name>\S.*?)"
        phrases.append((kind, float(weight), re.compile(pattern.replace("NAME", name, 1), re.I)))
    return tuple(phrases)


@lru_cache(maxsize=1)
def _no_names() -> frozenset[str]:
    return frozenset(name for (name,) in read_rows(__package__, "not_outlets.txt"))


def take_name(text: str) -> str:
    """The name that the text begins with: its capitalised words, without legal forms; "" for none."""
    words: list[str] = []
    for word in _SEPARATOR.split(text.strip(" ©®™"))[0].split()[: _MOST_WORDS + 2]:
        bare = word.strip("\"'“”‘’([,.;:!?)]»")
        if not _is_named(bare, first=not words) or (word[0] in "([" and words):
            break
        words.append(word.lstrip("\"'“‘(["))
        if word[-1] in _WORD_END and not re.fullmatch(r"(?:[A-Z]\.)+|St\.|Dr\.|Mr\.", word):
            break
    while words and words[-1].lower() in _SMALL:
        words.pop()
    return trim_name(" ".join(words[:_MOST_WORDS]))


def _is_named(word: str, *, first: bool) -> bool:
    """Whether a word may be part of a name: capitals, figures, letters of other scripts; "my6sense" only in front."""
    if not word:
        return False
    if word[0].isupper() or word[0].isdigit() or not word[0].isascii():
        return True
    return bool(re.fullmatch(r"[a-z]+[A-Z0-9]\w*", word)) if first else word.lower() in _SMALL


def trim_name(name: str) -> str:
    """Without legal forms and what runs on behind a name; "" for what is no name."""
    trimmed = _YEARS.sub(" ", name).strip(' .,-–|:;"”»)(')
    for _ in range(3):
        trimmed = _TRIM.sub("", _LEGAL.sub("", trimmed) if _LEGAL.search(trimmed) else trimmed).strip(' .,-–|:;"”»)(')
    words = {word.strip(".,:").lower() for word in trimmed.split()}
    if not words or len(trimmed) < 2 or words <= _no_names() or re.fullmatch(r"[\d\W]+", trimmed):
        return ""
    asks = trimmed.split()[0].lower() in _ASKS or trimmed[-1] == "?"
    return "" if asks or (words & {"me", "us", "you", "your", "my"} and len(words) < 3) else trimmed


def _key(name: str) -> str:
    return flat(re.sub(r"^the\s+", "", name, flags=re.I))


def _read_masthead(blocks: Sequence[Block], body: Sequence[int]) -> str | None:
    """The first line of the page, where it is a name that stands above menus, mottos and the headline."""
    if len(blocks) < 4 or not body or parse_kind(blocks[0].text) or blocks[0].bullet:
        return None
    shown = _SEPARATOR.split(blocks[0].text)[0].strip(" .,:|-")
    name = take_name(shown)
    words = name.split()
    if (
        name != trim_name(shown)
        or not 1 <= len(words) <= 6
        or any(len(blocks[i].text.split()) > 14 for i in range(1, 3))
    ):
        return None
    wanted = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I)
    again = any(wanted.search(block.text) for block in blocks[1:])
    made = (len(words) > 1 and _PRESS.search(name)) or _COINED.search(name)
    return name if made or (len(words) > 1 and (again or shown.isupper())) else None


def _read_addresses(lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Site names in web and mail addresses that come twice, or stand in a rights line: with and without ending."""
    found: Counter[tuple[str, str, str]] = Counter()
    for text in lines:
        for match in _DOMAIN.finditer(text):
            label, end = match["label"], match["end"]
            if label.lower() not in _no_names() and not label.isdigit():
                found[flat(label + end), flat(label), f"{label}.{end}"] += 1
    for (key, label, wording), _ in found.most_common(5):
        yield key, label, wording


def _even_case(name: str, lines: Sequence[str]) -> str:
    """A name in capitals as it is written elsewhere on the page; else evened out: what has no vowel is an abbreviation
    and stays."""
    if not name.isupper() or len(name.split()) < 2:
        return name
    wanted = re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.I)
    written = Counter(found.group() for text in lines for found in wanted.finditer(text) if not found.group().isupper())
    if mixed := [wording for wording, _ in written.most_common() if wording[0].isupper()]:
        return mixed[0]
    return " ".join(word.capitalize() if _VOWEL.search(word) else word for word in name.split())
