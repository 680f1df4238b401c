"""A number in, the letter of an independent line out."""


def letter_of(number: int) -> str:
    """A, B, … Z, AA, AB …: the letter of the line with that number, counted from 0."""
    letters = ""
    number += 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
