"""What a comparison of two claims says: the slot, how it differs, and the words that do."""

from dataclasses import dataclass

from tellings.records import Span


@dataclass(frozen=True, slots=True)
class Difference:
    """slot and kind in the vocabulary of the guide. misleads: whether it counts as `differ` rather than as agreement
    at another precision. left, right: the differing words. about: the noun in question, for the reader's question;
    asks: that question, where the comparison knows it best."""

    slot: str
    kind: str
    misleads: bool
    left: Span
    right: Span
    about: str = ""
    asks: str = ""
