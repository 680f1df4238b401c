"""Words in, whether they may name one happening out: forms of one word (refuse, refusal), or near in meaning.

Forms are found by rules of spelling, checked against the words of a large vocabulary, and by `events_kin.txt`, which
has the irregular ones and the sets that are near in meaning.
"""

from collections import defaultdict
from functools import lru_cache
from importlib.resources import files

from tellings.linking.rarity import rarity

_SHORTEST = 3
# Ending of a noun -> endings of the verb that it may come from; the first that makes a known word is taken.
_ENDINGS = (
    ("ification", ("ify",)), ("isation", ("ise", "ize")), ("ization", ("ize", "ise")), ("plication", ("ply",)),
    ("scription", ("scribe",)), ("ception", ("ceive",)), ("duction", ("duce",)), ("olution", ("olve",)),
    ("mission", ("mit",)), ("cession", ("cede", "ceed")), ("version", ("vert",)), ("pulsion", ("pel",)),
    ("ension", ("end",)), ("cision", ("cide",)), ("vision", ("vide", "vise")), ("lusion", ("lude",)),
    ("asion", ("ade",)), ("osion", ("ode",)), ("ssion", ("ss",)), ("usion", ("use",)), ("umption", ("ume",)),
    ("upation", ("upy",)),
    ("ation", ("ate", "e", "")), ("ition", ("ite", "e", "")), ("tion", ("t", "te")), ("sion", ("se", "d", "de", "t")),
    ("ment", ("", "e")), ("ance", ("", "e")), ("ence", ("", "e")), ("ancy", ("", "e")), ("al", ("e", "")),
    ("iage", ("y",)), ("age", ("e", "")), ("ure", ("e", "")), ("ery", ("er", "e", "")), ("ry", ("er", "")),
    ("y", ("", "e")), ("ying", ("y",)), ("ing", ("e", "")), ("er", ("e", "")), ("or", ("e", "")),
)  # fmt: skip
# What looks like a form of a verb and is none.
_OTHERS = frozenset(
    """station nation department apartment government number member matter paper letter summer winter order offer
    water power tower officer minister leader party company country city army body day money county treaty
    ministry industry history territory family festival capital official animal hospital local signal""".split()
)


@lru_cache(maxsize=1)
def _kin() -> tuple[dict[str, str], dict[str, frozenset[int]]]:
    """Form -> the first of its set; word -> the numbers of the sets of like meaning in which it stands."""
    forms: dict[str, str] = {}
    near: dict[str, set[int]] = defaultdict(set)
    text = files(__package__).joinpath("events_kin.txt").read_text(encoding="utf-8")
    for number, line in enumerate(text.splitlines()):
        if line.startswith("+"):
            words = line[1:].split()
            for word in words:
                forms.setdefault(word, words[0])
        elif line and not line.startswith("#"):
            for word in line.split():
                near[word].add(number)
    return forms, {word: frozenset(numbers) for word, numbers in near.items()}


@lru_cache(maxsize=65536)
def root_of(word: str, noun: bool) -> str:
    """The verb that the word is a form of, as far as that is seen; else the word."""
    forms = _kin()[0]
    if word in forms:
        return forms[word]
    plain = word.replace("-", "")
    if not noun or plain in _OTHERS:
        return plain
    for ending, verbs in _ENDINGS:
        stem = plain.removesuffix(ending)
        if stem != plain and len(stem) >= _SHORTEST:
            for verb in _verbs_of(stem, verbs):
                if rarity(verb) < 1.0:
                    return forms.get(verb, verb)
    return plain


def _verbs_of(stem: str, endings: tuple[str, ...]) -> list[str]:
    doubled = [stem[:-1]] if len(stem) > _SHORTEST and stem[-1] == stem[-2] and "" in endings else []
    return [stem + ending for ending in endings] + doubled


def sets_of(word: str, root: str) -> frozenset[int]:
    """Numbers of the sets of like meaning in which the word or its root stands."""
    near = _kin()[1]
    return near.get(word, frozenset()) | near.get(root, frozenset())
