"""A line of a page in, who wrote the report out: names of people, and agencies apart from them."""

import re
from dataclasses import dataclass

from tellings.clean.imprint_words import words_for
from tellings.text.agencies import name_agency
from tellings.text.folding import fold

_LONGEST = 200  # letters of a line
_LABEL = re.compile(rf"^\W*(?P<word>{words_for('by')})(?P<mark>\s*[:：]\s*|\s+(?=\S))")
_CAPITAL_LABEL = re.compile(rf"^\W*{words_for('by_only')}\s+(?=\S)")
_ALONE = re.compile(rf"^\W*{words_for('by')}\W*$")
_HANDLE = re.compile(r"[(<\[]?\S*@\S+|https?://\S+|\(\s*\)")
_CUT = re.compile(
    r"\s*(?:[|•·»/()\[\]]|\s[-–—]\s|--|\s(?:for|in|at|on|from|is a|is an|en|à|aus|w|в|у)(?:\s(?=[A-ZА-ЯЁЄІЇ\d])|\s*$)"
    r"|\s(?i:(?:last )?updated|published|posted)\b)"
)
_GLUED = re.compile(r"(?<=[a-z]{3})(?=[A-Z][A-Za-z]{2,})")  # "Ann WriterStaff": elements that ran together
_PARTS = re.compile(r"\s*(?:,|;|&|、|，|\s(?:and|y|et|und|e|i|и|та|en|dhe|ve|dan|na|with)\s)\s*")
_TITLES = re.compile(
    r"\b(?:reporter|correspondent|editor|columnist|staff|\w+s writer|(?:auto|political|contributing|science) writer|"
    r"journalist|producer|contributor|bureau|chief|desk|"
    r"senior|special|guest|analyst|intern|team|redaction|redaccion|redaktion|редакция|correspondant|corresponsal|news|"
    r"m\.?d|ph\.?d|r\.?d\.?n?|min read|updated|published|posted|e-?mail|comments?|share|photos?|video)\b"
)
_PARTICLE = re.compile(
    r"^(?:de|del|della|di|da|do|dos|van|von|der|den|la|le|el|al|bin|ibn|ben|bint|ter|zu|y|e|st\.?)$", re.I
)
_WORD = re.compile(r"^[^\W\d_][\w.'’‘`-]*$")
_MOST_WORDS, _MOST_NAMES = 5, 6
_UNCASED = re.compile(r"[\u0600-\u06ff\u0590-\u05ff\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7a3]")


@dataclass(frozen=True, slots=True)
class Byline:
    """Names of those who wrote it, and the agencies named beside or instead of them."""

    names: tuple[str, ...]
    agencies: tuple[str, ...] = ()

    @property
    def wording(self) -> str | None:
        return ", ".join(self.names) or None


def parse_byline(line: str) -> Byline | None:
    """Who the line says wrote the report; None for a line that is no byline."""
    line = line[:_LONGEST]
    folded = fold(line)
    found = _LABEL.match(folded) or _CAPITAL_LABEL.match(folded)
    return parse_names(line[found.end() :]) if found else None


def is_label(line: str) -> bool:
    """Whether the line is the label alone: the name stands on the next."""
    return len(line) <= 25 and _ALONE.match(fold(line)) is not None


def parse_names(wording: str) -> Byline | None:
    """Names and agencies at the beginning of a wording, up to the first thing that is neither."""
    text = _HANDLE.sub(" ", wording.split("@")[0] if re.search(r"\w@\w+(?!\S*\.)", wording) else wording)
    names: list[str] = []
    agencies: list[str] = []
    text = re.sub(r"^(?:[Bb]y|[Tt]he)\s+(?=[A-Z])", "", _GLUED.sub(" | ", text).strip(" .:|-–—"))
    for part in _PARTS.split(_CUT.split(text)[0])[:_MOST_NAMES]:
        part = " ".join(part.split()).strip(" .:|-–—")
        if agency := name_agency(part):
            agencies.append(agency)
        elif is_name(part):
            names.append(part)
        elif part:
            break
    if not names and not agencies:
        return None
    return Byline(tuple(dict.fromkeys(names)), tuple(dict.fromkeys(agencies)))


def is_name(wording: str) -> bool:
    """Whether the wording may be what a person (or an author's pen name) is called."""
    words = wording.split()
    if not 1 <= len(words) <= _MOST_WORDS or len(wording) > 50 or _TITLES.search(fold(wording)):
        return False
    if _UNCASED.search(wording):
        return len(wording) >= 2 and not any(map(str.isdigit, wording))
    named = [word for word in words if not _PARTICLE.match(word)]
    return bool(named) and all(_WORD.match(word) and word[0].isupper() for word in named)
