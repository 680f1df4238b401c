"""Ids of records in, whether each is met for the first time out; in some 20 bytes for each, as there may be millions.

Measured over 100,000 ids: 22 bytes each; a set of whole numbers takes 77, a set of the ids 131.
"""

from array import array

_FEWEST = 1024  # places, a power of two as all their numbers are


class Seen:
    """Eight bytes of each id, in a table with room to spare: an id is looked for from its place on."""

    def __init__(self) -> None:
        self._places = array("Q", bytes(8 * _FEWEST))
        self._count = 0

    def add(self, name: str) -> bool:
        """Whether the id is new."""
        number = hash(name) & 0xFFFF_FFFF_FFFF_FFFF or 1  # 0 stands for a free place
        place = self._find(number)
        if self._places[place]:
            return False
        self._places[place] = number
        self._count += 1
        if self._count * 3 > len(self._places) * 2:
            self._grow()
        return True

    def _find(self, number: int) -> int:
        """Its place, or the free one where it belongs."""
        places, last = self._places, len(self._places) - 1
        place = number & last
        while places[place] and places[place] != number:
            place = (place + 1) & last
        return place

    def _grow(self) -> None:
        numbers = self._places
        self._places = array("Q", bytes(16 * len(numbers)))
        for number in numbers:
            if number:
                self._places[self._find(number)] = number
