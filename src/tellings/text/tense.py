"""Parsed words in, the time that their verb speaks of out: past, future, ahead (arranged or wanted), "" (undecided)."""

from collections.abc import Sequence
from typing import Protocol

# Verbs and adjectives whose complement lies ahead of them, whatever their own tense; closed by meaning, not by topic.
AHEAD = frozenset(
    """set schedule scheduled expect expected due plan planned slate slated postpone postponed delay delayed reschedule
    rescheduled move intend aim hope want wish agree promise pledge vow threaten prepare likely ready poised bound
    forecast predict project order ask request urge call demand await anticipate arrange adjourn defer extend""".split()
)
_PRESENT = frozenset(("may", "can", "must", "ca"))


class Word(Protocol):
    """What is read of a token."""

    @property
    def text(self) -> str: ...
    @property
    def lemma(self) -> str: ...
    @property
    def pos(self) -> str: ...
    @property
    def tag(self) -> str: ...
    @property
    def dep(self) -> str: ...
    @property
    def head(self) -> int: ...


def find_verb(words: Sequence[Word], place: int) -> int | None:
    """The index of the verb that governs the word, or None."""
    for _ in range(len(words)):
        if words[place].pos in ("VERB", "AUX") and words[place].dep not in ("aux", "auxpass", "amod"):
            return place
        above = words[place].head
        if above == place:
            return None
        place = above
    return None


def tense_of(words: Sequence[Word], verb: int) -> str:
    """past, future, ahead or "" for the clause of that verb; scheduled things ("is set for", "to come") lie ahead."""
    for _ in range(len(words)):
        word = words[verb]
        helpers = [other for other in words if other.head == verb and other.dep in ("aux", "auxpass")]
        modals = {other.lemma for other in helpers if other.tag == "MD"} | ({word.lemma} if word.tag == "MD" else set())
        if modals & {"will", "shall", "'ll", "wo"} or {other.text.lower() for other in helpers} & {"will", "'ll", "wo"}:
            return "future"
        if modals:
            if any(other.lemma == "have" for other in helpers):
                return "past"
            return "ahead" if modals & _PRESENT else ""  # "could not be reached on Sunday" is undecided
        if word.lemma in AHEAD and word.tag in ("VBN", "VBP", "VBZ", "VBG", "JJ"):
            return "ahead"
        if any(other.tag == "VBD" for other in helpers) or word.tag == "VBD":
            return "past"
        if any(other.lemma == "have" for other in helpers):
            return "past"
        if any(other.tag in ("VBZ", "VBP") for other in helpers):
            return "ahead" if word.tag == "VBG" else ""
        if word.tag in ("VBZ", "VBP"):
            return ""
        if word.tag == "VB" and any(other.tag == "TO" for other in helpers):
            governor = words[word.head]
            if word.dep in ("xcomp", "acl", "advcl") and governor.lemma in AHEAD | {"be", "go"}:
                return "ahead"
        if word.head == verb:
            return "past" if word.tag == "VBN" else ""
        above = find_verb(words, word.head)
        if above is None or above == verb:
            return "past" if word.tag == "VBN" else ""
        verb = above
    return ""


def is_ahead(words: Sequence[Word], verb: int) -> bool:
    """Whether the clause speaks of what was arranged or foreseen: "was set for 3 May"."""
    word = words[verb]
    return word.lemma in AHEAD or words[word.head].lemma in AHEAD
