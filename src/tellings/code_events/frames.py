"""The lexicon in, frames out: which verb or noun, with which complements, names an event of which type.

`verbs.tsv`, `nouns.tsv`, `classes.tsv` are read once; their own heads say what the columns mean.
"""

from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip

COMPLEMENTS = frozenset({"subj", "obj", "dative", "inf", "that", "duty"})  # slots that one word fills
_BARE = frozenset({"plural", "inf", "sport", "fiction", "space", "game", "staged", "animal"})  # of nouns, without words


@dataclass(frozen=True, slots=True)
class Condition:
    """A complement that must be there (or, `absent`, must not be) with one of the words; no words: with any."""

    slot: str
    words: tuple[str, ...] = ()
    absent: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """One reading of a lemma. recipients: complements that may hold the recipient, best first. type NONE: no event."""

    lemma: str
    conditions: tuple[Condition, ...]
    recipients: tuple[str, ...]
    type: str
    mode: str | None
    contexts: tuple[str, ...]
    why: str
    asked: frozenset[str] = field(init=False, repr=False, compare=False)  # complements without which it cannot fit

    def __post_init__(self) -> None:
        named = [one for one in self.conditions if one.words and one.words != ("any",) and not one.absent]
        object.__setattr__(self, "asked", COMPLEMENTS.intersection(one.slot for one in named))


@lru_cache(maxsize=1)
def load_classes() -> dict[str, frozenset[str]]:
    """Class of nouns (or sector) -> its lemmas."""
    found = {name: frozenset(words.split()) for name, words in _rows("classes.tsv")}
    return found | {name: frozenset(words.split()) for name, words in _rows("sectors.tsv")}


@lru_cache(maxsize=1)
def load_verbs() -> dict[str, tuple[Frame, ...]]:
    """Verb lemma -> its frames, those of no event first, then the one with most conditions."""
    return _load("verbs.tsv")


@lru_cache(maxsize=1)
def load_nouns() -> dict[str, tuple[Frame, ...]]:
    """Noun lemma -> its frames, the one with most conditions first."""
    return _load("nouns.tsv")


@lru_cache(maxsize=4096)
def words_of_class(name: str) -> frozenset[str]:
    """The lemmas that an alternative of a condition stands for: those of the class, or the word itself."""
    return load_classes().get(name, frozenset((name,)))


def _load(name: str) -> dict[str, tuple[Frame, ...]]:
    frames: dict[str, list[Frame]] = {}
    for lemmas, frame, kind, mode, contexts, why in _rows(name):
        conditions, recipients = _parse_frame(frame, nouns=name == "nouns.tsv")
        for lemma in lemmas.split(","):
            one = Frame(lemma, conditions, recipients, kind, mode or None, tuple(contexts.split()), why)
            frames.setdefault(lemma, []).append(one)
    return {lemma: tuple(sorted(rows, key=_rank)) for lemma, rows in frames.items()}


def _rank(frame: Frame) -> tuple[bool, int, int]:
    """What is no event is looked at first, then what asks for most, then what names the words it asks for."""
    named = sum(bool(one.words) for one in frame.conditions)
    return (frame.type != "NONE", -len(frame.conditions), -named)


def _parse_frame(text: str, *, nouns: bool) -> tuple[tuple[Condition, ...], tuple[str, ...]]:
    conditions: list[Condition] = []
    recipients: tuple[str, ...] = ()
    for part in text.split():
        if part.startswith("@"):
            recipients = tuple(part[1:].split(","))
        elif "!" in part:
            slot, words = part.split("!")
            conditions.append(Condition(slot, tuple(words.split("|")), absent=True))
        elif nouns and "=" not in part and part not in _BARE:
            recipients = tuple(part.split(","))
        elif "=" in part:
            slot, words = part.split("=")
            conditions.append(Condition(slot, tuple(words.split("|"))))
        elif part.startswith("no"):
            conditions.append(Condition(part[2:], absent=True))
        else:
            conditions.append(Condition(part))
    return tuple(conditions), recipients


def _rows(name: str) -> list[list[str]]:
    text = (files(__package__) / name).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
