"""A line of a page's imprint in, the owner that it names out: the holder of the rights, the group that it is part of.

Only the shape of such lines is known here ("© 2031 Such & Such Ltd", "part of the Such Group"), no name of an owner.
"""

import re
from functools import lru_cache

from tellings.text.agencies import name_agency
from tellings.text.folding import fold
from tellings.text.lists import read_rows

LONGEST = 400  # letters of a line that names an owner; longer ones are prose
_SIGN = re.compile(r"©|ⓒ|\((?:c|с)\)|\bcopyright\b", re.I)  # the second c is Cyrillic
_LEAD = re.compile(
    r"^(?:[\s,.:;|–—-]+|©|ⓒ|\((?:c|с)\)|copyright\b|by\b|(?:19|20)\d\d\b|all rights reserved\b\.?|the (?=[A-Z]))", re.I
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_ALL_RIGHTS = re.compile(r"all rights?\s+reserved|alle rechte|todos los derechos|todos os direitos|tous droits", re.I)
_PART = re.compile(
    r"\b(?i:division|subsidiary) of (?:the )?(?P<belongs>[A-Z].*)"
    r"|\b(?i:part|member|unit|brand|title|publication|property|product|service) of (?:the )?(?P<one>[A-Z].*)"
    r"|\b(?i:owned|published|operated|run|managed)(?: and (?:owned|published|operated))? by (?:the )?(?P<two>[A-Z].*)"
    r"|\ban? (?P<three>[A-Z][^.,;|]{1,60}?) (?:company|publication|brand|title|website|site|newspaper|magazine)\b"
)
# One of these is in every line that the patterns above can match: most lines of a page have none.
_HINT = re.compile(
    r"[©ⓒ]|\([cс]\)|copyright| (?:of|by|company|publication|brand|title|website|site|newspaper|magazine)\b", re.I
)
_AGENCY_TEXT = re.compile(r"may not be published, broadcast", re.I)
_WORD = re.compile(r"\S+")
_LINKS = frozenset("of and the for & et und y de la des du e".split())
_MOST_WORDS = 7
_NEAR = 14  # letters within which a year stands before or behind the name
_MARKS = "\"'“”‘’«»([{)]}.,;:!?|•·™®*–—-"


@lru_cache(maxsize=1)
def _words() -> dict[str, frozenset[str]]:
    return {kind: frozenset(re.split(r"[|\s]", words)) for kind, words in read_rows(__package__, "owners.tsv")}


def find_owners(line: str) -> list[str]:
    """The owners that the line names, as worded, without their legal form: of its rights first, then what it is part
    of. A sign of rights before a name alone is most often a picture's: a year, a legal form or all rights must stand
    with it. An agency's right in its own text is no owner's."""
    if len(line) > 2 * LONGEST or not _HINT.search(line):
        return []
    return list(_find_owners(line))


@lru_cache(maxsize=8192)  # a page has a hundred lines beside its text, and the next page of the site has them again
def _find_owners(line: str) -> tuple[str, ...]:
    line = " ".join(line.split())
    if not line or len(line) > LONGEST:
        return ()
    owners = []
    for sign in _SIGN.finditer(line):
        name, formal, rest = _take_name(line[sign.end() :])
        dated = _YEAR.search(line[sign.end() :][:_NEAR]) or _YEAR.search(rest[:_NEAR])
        if name and (formal or dated or _ALL_RIGHTS.search(line)):
            owners.append(name)
    for found in _PART.finditer(line):
        name, formal, _ = _take_name(found["belongs"] or found["one"] or found["two"] or found["three"])
        if name and (formal or found["belongs"] or found["three"]):
            owners.append(name)
    return tuple(name for name in dict.fromkeys(owners) if not (_AGENCY_TEXT.search(line) and name_agency(name)))


def _take_name(wording: str) -> tuple[str, bool, str]:
    """The name that the wording begins with, without its legal form, whether it is called as companies are, and what
    stands behind it."""
    while lead := _LEAD.match(wording):
        wording = wording[lead.end() :]
    forms = _words()["form"]
    kept: list[str] = []
    end = 0
    for match in _WORD.finditer(wording):
        word, bare = match.group(), match.group().strip(_MARKS)
        if not bare or not _is_named(bare, first=not kept) or len(kept) == _MOST_WORDS or (word[0] in "([{" and kept):
            break
        if kept and (_YEAR.match(bare) or (len(kept) > 1 and _flat(kept[-1]) in forms and _flat(bare) not in forms)):
            break
        kept.append(bare)
        end = match.end()
        following = wording[end:].split(maxsplit=1)
        ends = word[-1] in ".;:|•" and _flat(bare) not in forms | {"st", "dr", "mr"}
        if ends or (word[-1] == "," and not (following and _flat(following[0]) in forms)):
            break
    name, formal = _trim(kept)
    return name, formal, wording[end:]


def _trim(kept: list[str]) -> tuple[str, bool]:
    formal = False
    while kept and (_flat(kept[-1]) in _words()["form"] or fold(kept[-1]) in _LINKS):
        formal = _flat(kept.pop()) in _words()["form"] or formal
    words = {fold(word) for word in kept}
    named = any(len(word) > 1 and word[0].isalpha() for word in words)
    if not named or words & _words()["not"]:
        return "", False
    return " ".join(kept), formal or bool(words & _words()["kind"])


def _flat(word: str) -> str:
    return fold(word).replace(".", "").strip(_MARKS)


def _is_named(word: str, *, first: bool) -> bool:
    if fold(word) in _words()["stop"]:
        return False
    if word[0].isupper() or word[0].isdigit() or not word[0].isascii():
        return True
    return not first and (fold(word) in _LINKS or _flat(word) in _words()["form"])


def plain_owner(name: str) -> str:
    """The name folded, without "the", with nothing but letters and figures, words apart by single spaces."""
    words = re.findall(r"\w+", fold(name).replace("&", " ").replace(" and ", " "))
    return " ".join(words[1:] if len(words) > 1 and words[0] == "the" else words)


def short_owner(name: str) -> str:
    """The same without the words that such companies add: "norholm" of "Norholm Media Group"; "" where all are such."""
    general = _words()["kind"] | _words()["form"]
    return " ".join(word for word in plain_owner(name).split() if word not in general)
