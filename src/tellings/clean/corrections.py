"""A text in, the places of its correction notes out: lines in which an outlet says that it changed its own report."""

import re

_LINE = re.compile(r"[^\n]+")
_LONGEST = 120  # words of a note
_OPENS = re.compile(
    r"^[\[(*_ ]*(?:corrections?|corrected|clarifications?|editor['’]?s['’]? note|updated?|amended|note to readers)\b\s*"
    r"(?:\([^()]{1,60}\)|,? [\w ,:.]{1,40})?\s*[:—–-]",
    re.I,
)
_SAYS = re.compile(
    r"\b(?:this|the) (?:article|story|report|post|page|headline|piece|version|item)\b[^.]{0,60}\b(?:has been|have been|"
    r"was|were|is) (?:\w+ )?(?:updated|corrected|amended|changed|edited|revised|clarified)\b"
    r"|\b(?:an?|the) (?:earlier|previous|original|initial) version of this (?:article|story|report|post|page|piece)\b"
    r"|^\(?(?:this version )?corrects\b|\bwe (?:have corrected|regret) the error\b",
    re.I,
)


def find_corrections(text: str) -> list[tuple[int, int]]:
    """Where such lines stand, in order."""
    found = []
    for line in _LINE.finditer(text):
        head = line.group()[:400]
        if len(line.group().split()) <= _LONGEST and (_OPENS.match(head) or _SAYS.search(head)):
            found.append(line.span())
    return found
