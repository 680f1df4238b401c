"""Word lists of the mention modules in memory: what a noun or a part of a name says of the thing named."""

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files


@dataclass(frozen=True, slots=True)
class Noun:
    """What a common noun names: kind, class of nouns that may stand for one thing, gender (he, she or "")."""

    kind: str
    sort: str
    gender: str


def _read_rows(name: str) -> list[list[str]]:
    lines = files("tellings.annotate").joinpath(name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


@lru_cache(maxsize=1)
def read_nouns() -> dict[str, Noun]:
    """Noun or noun phrase (folded, blanks between words) to what it names; the first row that has it counts."""
    nouns: dict[str, Noun] = {}
    for kind, sort, gender, words in _read_rows("nouns.tsv"):
        for word in words.split():
            nouns.setdefault(word.replace("_", " "), Noun(kind, sort, gender.strip("-")))
    return nouns


@lru_cache(maxsize=1)
def read_name_words() -> dict[tuple[str, str], frozenset[str]]:
    """(kind, place in the name) to the folded words that tell it."""
    return {(kind, place): frozenset(words.split()) for kind, place, words in _read_rows("name_words.tsv")}


@lru_cache(maxsize=1)
def read_given_names() -> dict[str, str]:
    """Folded given name to the gender of those who bear it: he, she, or "" for both."""
    rows = _read_rows("given_names.tsv")
    return {name: gender.strip("-") for gender, names in rows for name in names.split()}


def parse_title(word: str) -> bool:
    """Whether the word stands as a title before a person's name: "Mr", "Gen.", "President"."""
    return word.lower().rstrip(".") in read_name_words()["title", "before"]


def parse_noun(words: list[str]) -> Noun | None:
    """What the noun phrase of these folded words names, by its longest listed ending: "deputy prime minister"."""
    if not words:
        return None
    nouns, last = read_nouns(), words[-1]
    if len(words) > 1 and last in _phrase_ends():
        for size in (3, 2):
            if len(words) >= size and (found := nouns.get(" ".join(words[-size:]))):
                return found
    return nouns.get(last) or nouns.get(last.split("-")[-1])


@lru_cache(maxsize=1)
def _phrase_ends() -> frozenset[str]:
    """The last words of listed phrases of two words or more."""
    return frozenset(noun.split()[-1] for noun in read_nouns() if " " in noun)


MEN_TITLES = frozenset("mr sir lord king prince fr sheikh sultan emir imam ayatollah mullah rabbi cardinal".split())
WOMEN_TITLES = frozenset("mrs ms miss dame lady queen princess".split())
