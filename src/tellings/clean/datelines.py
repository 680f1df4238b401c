"""Paragraphs of a report in; where it was filed and which agency filed it, and whom it credits at its end, out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tellings.clean.dates import Reading, drop_dates, find_dates
from tellings.clean.imprint_words import words_for
from tellings.records import Interval
from tellings.text.agencies import name_agency
from tellings.text.folding import fold

_HEAD = 110  # letters in which a dateline ends
_DASH = re.compile(
    r"\s*(?:\.[-–—]+|[-–—]{2,3}|—|–|\s-\s|\s-(?=[A-ZÀ-Þ\"“‘'])|(?<=\))\s?-|(?<=\))\.\s|:\s|(?<=\))\s(?=[A-ZÀ-Þ\"“]))\s*"
)
_BRACKETS = re.compile(r"[(\[]\s*(?P<name>[^()\[\]]{2,40}?)\s*[)\]]")
_PLACE_WORD = re.compile(
    r"^(?:[A-ZÀ-ÞА-ЯЁІЇЄĄĆĘŁŃŚŹŻČĐŠŽ][\w.'’/-]*|(?:de|del|la|el|al|of|the|and|di|da|do|am|an|der|sur|le|les|in|bei|na|nad))$"
)
_NOT_PLACE = frozenset(
    "update updated breaking watch analysis opinion exclusive live video review photos photo note correction editor"
    " editors read listen related interview explainer comment column feature story file alert developing just"
    " news report reports by source sources image graphic fact check q a the this in on at for i he she it they we"
    " what why how when where who warning spoiler summary background context more also see key first last".split()
)
_MOST_PLACE = 7  # words
_MONTH_DAY = re.compile(
    r"(?:(?:[A-Z][a-z]{2,8}\.?|[A-Z]{3,9}) \d{1,2}(?:st|nd|rd|th)?|\d{1,2}\.? (?:de )?[^\W\d_]{3,10}\.?)"
    r"(?:,? \d{4}\.?)?,?"
)
_END = 400  # letters at the end of a paragraph in which credits stand
_TAIL = re.compile(
    r"(?:[(\[]\s*(?P<bracket>[^()\[\]]{2,60})\s*[)\]]|(?:\s[-–—]\s?|[-–—]{2}\s?|\s?/)(?P<dash>[^-–—/()\[\]]{2,60}?)/?)\s*\.?\s*$"
)
_GIVEN = r"(?:inputs?|reporting|information|material|files|contributions?)"
_WITH = re.compile(
    r"^(?:additional reporting by|con informacion de|com informacoes d[aeo]|mit material von|"
    rf"with (?:additional )?{_GIVEN} (?:from|by)|with|con|com|avec|mit|z)\s+"
)
_NAMED = r"(?P<name>(?:[Tt]he )?[A-Z][\w.&'’-]*(?:(?:,? and |, | |/)(?:the |of |de )?[A-Z][\w.&'’-]*){0,6})"
_CREDITED = tuple(
    re.compile(form)
    for form in (
        rf"{_NAMED} (?:also )?contributed (?:\w+ ){{0,2}}to this (?:report|story|article)",
        rf"[Ww]ith (?:additional )?{_GIVEN} (?:from|by) {_NAMED}",
        rf"[Tt]his (?:report|article|story|post) (?:includes|contains|uses|incorporates|draws on|is based on) "
        rf"(?:\w+ ){{0,4}}(?:from|by) {_NAMED}",
        rf"[Cc]on informaci[oó]n de {_NAMED}",
        rf"[Cc]om informa[cç][oõ]es d[aeo] {_NAMED}",
        rf"[Mm]it Material (?:von|der) {_NAMED}",
        rf"[Aa]vec (?:l['’])?{_NAMED}\s*\)?\.?$",
    )
)
_SOURCE = re.compile(rf"^\W*{words_for('source')}\s*[:：]\s*")
_AGENCIES = re.compile(rf"^\W*{words_for('agencies')}\W*$")


@dataclass(frozen=True, slots=True)
class Dateline:
    """The head of a report ("KERRIN, Lorne, 3 May (Agency)"): its wording, its agency, the day if it has one."""

    wording: str
    agency: str | None = None
    when: Interval | None = None


def find_dateline(paragraphs: Sequence[str], reading: Reading) -> Dateline | None:
    """The dateline of the first paragraph that has one."""
    for text in paragraphs[:3]:
        if found := parse_dateline(text, reading):
            return found
    return None


def parse_dateline(text: str, reading: Reading) -> Dateline | None:
    """What the text says before its first dash: place, date and agency, and nothing else."""
    for dash in _DASH.finditer(text[: _HEAD + 3]):
        if dash.end() >= len(text) or not text[: dash.start()].strip():
            continue
        if found := _read_head(text[: dash.start()].strip(), dash.group().strip(), reading):
            return found
    return None


def _read_head(head: str, dash: str, reading: Reading) -> Dateline | None:
    dates = find_dates(head, reading)
    rest = drop_dates(head, dates)
    bracket = _BRACKETS.search(rest)
    agency = _name_bracket(bracket["name"]) if bracket else None
    if bracket and agency is None:
        return None
    rest = _BRACKETS.sub(" ", rest)
    day_told = bool(dates) or bool(_MONTH_DAY.search(rest))
    place = _MONTH_DAY.sub(" ", rest).strip(" ,.;:-–—")
    if not agency and "," in place and (named := _trailing_agency(place)):
        agency, place = named, place.rpartition(",")[0]
    if not place:
        return Dateline(head, agency, dates[0].when if dates else None) if agency and name_agency(agency) else None
    words = place.replace(",", " ").split()
    if len(words) > _MOST_PLACE or not all(map(_PLACE_WORD.match, words)) or fold(words[0]).strip(".'") in _NOT_PLACE:
        return None
    if not (agency or day_told or _in_capitals(place)):
        return None
    if dash == ":" and not (agency or day_told or (place.isupper() and len(words) <= 4 and len(place) > 3)):
        return None
    if not dash and not agency:
        return None
    return Dateline(head, agency, dates[0].when if dates else None)


def _in_capitals(place: str) -> bool:
    """Whether the first of the places is written in capitals, as datelines are."""
    first = place.split(",")[0]
    return first.isupper() and sum(map(str.isalpha, first)) >= 3


def _name_bracket(name: str) -> str | None:
    """The agency in brackets: known, or a short name in capitals, or one like "CNN Indonesia"."""
    if agency := name_agency(name):
        return agency
    words = name.replace("/", " ").split()
    fit = len(words) <= 4 and words[0][0].isupper() and not any(map(str.isdigit, name))
    return name if fit and (words[0].isupper() or len(words) <= 3) and all(w[0].isupper() for w in words) else None


def _trailing_agency(place: str) -> str | None:
    last = place.rpartition(",")[2].strip()
    if agency := name_agency(last):
        return agency
    return last if re.fullmatch(r"[A-Z]{3,}(?:\.com)?(?: [A-Z]\w+)?", last) and not place.isupper() else None


def find_credits(paragraphs: Sequence[str]) -> list[str]:
    """Agencies and others that the last paragraphs credit: in a tag, after a dash, in a line of thanks."""
    found: list[str] = []
    for text in paragraphs[-3:]:
        found += _read_tail(text[-_END:])
    for text in paragraphs[-4:]:
        for form in _CREDITED:
            for match in form.finditer(text[-_END:]):
                found += split_names(match["name"])
    return list(dict.fromkeys(found))


def parse_source(line: str) -> list[str]:
    """Whom a line of the form "Source: …" names."""
    found = _SOURCE.match(fold(line[:120]))
    name = line[found.end() :].strip() if found else ""
    return split_names(name) if 1 < len(name) <= 60 else []


def split_names(names: str) -> list[str]:
    """The names in a list of them: agencies by their short name, people and others as written."""
    whole = names.strip(" .,;:()")
    if agency := name_agency(whole):
        return [agency]
    if _AGENCIES.match(fold(whole)):
        return ["Agencies"]
    parts = [part.strip(" .") for part in re.split(r",? and |, |/| & ", whole) if part.strip(" .")]
    return [name_agency(part) or part.removeprefix("the ") for part in parts if len(part) > 1]


def _read_tail(end: str) -> list[str]:
    """Agencies in a tag at the very end of a paragraph: "(AP)", "— With Reuters", "/AFP"."""
    found = _TAIL.search(end)
    if not found or _is_picture(found.group()):
        return []
    name = found["bracket"] or found["dash"]
    opening = _WITH.match(fold(name))
    parts = re.split(r",? and |, ?|/| & | y | et | und ", name[opening.end() :] if opening else name)
    agencies = [name_agency(part) or ("Agencies" if _AGENCIES.match(fold(part)) else None) for part in parts]
    if found["bracket"] and not opening and len(parts) <= 2:
        agencies = [agency or _acronym(part) for agency, part in zip(agencies, parts, strict=True)]
    return [agency for agency in agencies if agency] if all(agencies) or opening else []


def _acronym(part: str) -> str | None:
    return part.strip() if re.fullmatch(r"\s*[A-Z]{2,5}\s*", part) else None


def _is_picture(tail: str) -> bool:
    return bool(re.search(r"\b(?:photo|image|picture|credit|file|via|handout|video)\b", fold(tail)))
