"""A parsed sentence in, runs of tokens that may be names out: the model's entities trimmed, other proper nouns."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from tellings.annotate.mentions_kinds import KIND_OF, parse_kind
from tellings.annotate.mentions_tree import Tree
from tellings.annotate.mentions_words import parse_noun, parse_title, read_given_names, read_name_words, read_nouns
from tellings.records import Token
from tellings.text.countries import parse_country, parse_demonym
from tellings.text.folding import fold
from tellings.text.names import is_acronym, name_key
from tellings.text.times.phrases import MONTHS, WEEKDAYS

_INNER = re.compile(r"[a-z]{1,2}[A-Z][a-z]{2}")
LONGEST = 10  # tokens in a name; longer runs are parse errors
_EDGES = frozenset(("DET", "ADP", "PUNCT", "CCONJ", "PART", "AUX", "PRON", "SCONJ", "SYM", "ADV", "INTJ", "SPACE"))
_CUTS = frozenset('()[]{}|•"/:;')
_NO_NAMES = frozenset(("DATE", "TIME", "PERCENT", "MONEY", "QUANTITY", "ORDINAL", "CARDINAL"))
MODEL = re.compile(r"[A-Z]{0,3}-?\d{2,4}(?:-\d{2,3})?[A-Za-z]{0,3}")  # A380, 747, 737-800, 777-200LR, S-300s
_COMPANY = frozenset(("inc", "inc.", "ltd", "ltd.", "llc", "co", "co.", "corp", "corp.", "plc", "jr", "jr.", "sr"))
_OWNERS = frozenset(
    "children women men people workers farmers teachers veterans".split()
)  # "Children's Fund" is one name
_PARTICLES = frozenset("de des du del della di da do dos das van von der den ter bin ibn la le les y".split())
_SPOKEN = frozenset(("spokesman", "spokeswoman", "spokesperson"))
_CALENDAR = frozenset((*WEEKDAYS, *MONTHS, *"jan feb mar apr jun jul aug sep sept oct nov dec gmt utc am pm".split()))


@dataclass(frozen=True, slots=True)
class Run:
    """Tokens first to last of a sentence that may be a name, and what the model called them."""

    tree: Tree
    first: int
    last: int
    label: str

    @property
    def tokens(self) -> tuple[Token, ...]:
        return self.tree.tokens[self.first : self.last + 1]

    @property
    def words(self) -> list[str]:
        return [token.text for token in self.tokens]

    @property
    def key(self) -> str:
        return name_key(" ".join(self.words))


def find_runs(tree: Tree) -> list[Run]:
    """The runs of tokens that may be names: the model's entities, trimmed and cut, then other proper nouns."""
    runs: list[Run] = []
    roles = _role_places(tree)
    taken = set(roles)
    for first, last, label in _cut_at(_model_spans(tree), roles):
        for run in _cut_run(tree, first, last, label):
            wide = _widen(run)
            if not taken & set(range(wide.first, wide.last + 1)):
                taken.update(range(wide.first, wide.last + 1))
                runs.append(wide)
    runs += _proper_runs(tree, taken)
    return _join_particles(sorted(runs, key=lambda run: run.first))


def _join_particles(runs: list[Run]) -> list[Run]:
    """Two runs with one foreign particle between them are one name: "Promenade" + "des" + "Alpes"."""
    joined: list[Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        if before and run.first == before.last + 2 and run.tree.tokens[run.first - 1].text in _PARTICLES:
            joined[-1] = Run(run.tree, before.first, run.last, before.label or run.label)
        else:
            joined.append(run)
    return joined


def _model_spans(tree: Tree) -> Iterator[tuple[int, int, str]]:
    start = -1
    for place, token in enumerate((*tree.tokens, None)):
        label = token.kind if token else ""
        if start >= 0 and (token is None or token.begins or label != tree.tokens[start].kind):
            yield start, place - 1, tree.tokens[start].kind
            start = -1
        if start < 0 and token is not None and label in KIND_OF:
            start = place


@lru_cache(maxsize=1)
def _office_openings() -> frozenset[str]:
    """The first words of posts of two words or more."""
    return frozenset(words.split()[0] for words, noun in read_nouns().items() if noun.kind == "office" and " " in words)


def _role_places(tree: Tree) -> set[int]:
    """Tokens of posts that are no part of a name, whatever their letter case: those of two words or more ("Prime
    Minister") and spokespeople."""
    words = tree.folded
    places = {place for place, word in enumerate(words) if word in _SPOKEN}
    openings, nouns = _office_openings(), read_nouns()
    for place in range(len(words) - 1):
        for size in (3, 2) if words[place] in openings else ():
            noun = nouns.get(" ".join(words[place : place + size]))
            if noun and noun.kind == "office" and place + size <= len(words):
                places.update(range(place, place + size))
    return places


def _cut_at(spans: Iterable[tuple[int, int, str]], cuts: set[int]) -> Iterator[tuple[int, int, str]]:
    for first, last, label in spans:
        start = first
        for place in range(first, last + 2):
            if place > last or place in cuts:
                if start < place:
                    yield start, place - 1, label
                start = place + 1


def _cut_run(tree: Tree, first: int, last: int, label: str) -> Iterator[Run]:
    piece = first
    for place in range(first, last + 2):
        token = tree.tokens[place] if place <= last else None
        if token is None or _cuts(tree, place, last, label):
            run = _trim(tree, piece, place - 1, label)
            if run:
                yield run
            piece = place + 1


def _cuts(tree: Tree, place: int, last: int, label: str) -> bool:
    token = tree.tokens[place]
    if token.text in _CUTS or token.text[0] in "–—•|©@#" or "/" in token.text:
        return True
    if token.text == ",":
        return place == last or tree.tokens[place + 1].text.lower() not in _COMPANY
    if token.tag == "POS":
        return label in ("PERSON", "GPE", "NORP", "ORG") and tree.folded[place - 1] not in _OWNERS
    if token.pos == "CCONJ":
        return label in ("PERSON", "GPE", "NORP", "PRODUCT") or _stand_alone(tree, place, last)
    return False


def _stand_alone(tree: Tree, place: int, last: int) -> bool:
    after = tree.tokens[place + 1].text if place < last else ""
    before = tree.tokens[place - 1].text if place else ""
    return any(is_acronym(word) or parse_country(word) or parse_demonym(word) for word in (before, after) if word)


def _trim(tree: Tree, first: int, last: int, label: str) -> Run | None:
    tokens = tree.tokens
    while first <= last and (tokens[first].pos in _EDGES or tokens[first].text in ("'", "’", "-")):
        first += 1
    while last >= first and (tokens[last].pos in _EDGES or tokens[last].tag in ("POS", "VBD", "VBZ", "VBP", "MD")):
        if tokens[last].pos not in _EDGES and tokens[last].text[0].isupper():
            break
        last -= 1
    while first < last and parse_title(tokens[first].text) and label != "ORG":
        first += 1
    while first < last and is_plain_role([tokens[first].text]) and tree.folded[first + 1] in read_given_names():
        first += 1
    if first > last or last - first >= LONGEST:
        return None
    words = [token.text for token in tokens[first : last + 1]]
    if not any(
        word[0].isupper() or is_inner_capital(word) or (word[0].isdigit() and len(words) > 1) or parse_kind([word])
        for word in words
    ):
        return None
    if all(fold(word) in _CALENDAR or word.isdigit() for word in words):
        return None
    if read_name_words()["page", "word"].issuperset(tree.folded[first : last + 1]):
        return None
    if is_plain_role(words) and not (label == "PERSON" and _is_surname(tree, first, last)):
        return None
    return Run(tree, first, last, label)


def _is_surname(tree: Tree, first: int, last: int) -> bool:
    """Whether a noun for a person is written as a name here: "Mr Baker" is "Baker" further on; no post is."""
    noun = parse_noun([tree.folded[first]])
    return (
        first == last and first > 0 and tree.tokens[first].text.istitle() and noun is not None and noun.kind == "person"
    )


def is_plain_role(words: list[str]) -> bool:
    folded = [fold(word) for word in words]
    noun = parse_noun(folded)
    return (
        noun is not None
        and noun.kind in ("office", "person", "group")
        and len(words) <= 2
        and (len(words) == 1 or " ".join(folded) in ("prime minister", "vice president", "foreign minister"))
    )


def _widen(run: Run) -> Run:
    """The run with the proper nouns beside it that the grammar ties to it: "Serb" + "List", a number + a make."""
    tree, first, last = run.tree, run.first, run.last
    tokens = tree.tokens
    while last + 1 < len(tokens) and _belongs(tree, last, last + 1):
        last += 1
    while first > 0 and _leads(tree, first, last):
        first -= 1
    last = _with_number(Run(tree, first, last, run.label)).last
    number = tokens[first - 1] if first > 0 and run.label == "PRODUCT" else None
    if number and number.text.isdigit() and len(number.text) > 2 and tokens[last].tag == "NNP":
        first -= 1 if first <= number.head <= last else 0
    return Run(tree, first, last, run.label)


def _with_number(run: Run) -> Run:
    """The run with the number of the model behind it."""
    tree, last = run.tree, run.last
    tokens = tree.tokens
    while last + 1 < len(tokens) and _is_model_number(tree, last, last + 1) and run.label in ("ORG", "PRODUCT", ""):
        last += 1
    if MODEL.fullmatch(tokens[last].text) and tokens[last].text[-1].isdigit() and _continues_code(tree, last + 1):
        last += 2  # "737-800" where the model cuts it in three
    return Run(tree, run.first, last, run.label)


def _leads(tree: Tree, first: int, last: int) -> bool:
    """Whether the token before a name belongs to it: a proper noun that the model left out ("Ahed" + "Tamimi")."""
    token = tree.tokens[first - 1]
    if token.kind or token.pos != "PROPN" or not token.text[0].isupper() or "/" in token.text:
        return False
    if fold(token.text) in _CALENDAR or parse_title(token.text) or parse_noun([fold(token.text)]) is not None:
        return False
    return token.dep in ("compound", "nmod") and first <= token.head <= last and parse_demonym(token.text) is None


def _is_model_number(tree: Tree, here: int, there: int) -> bool:
    """Whether the number right after a name is that of a model: "Falcon 900", "S-300s"; years and counts are not."""
    text, token = tree.tokens[there].text, tree.tokens[there]
    if tree.tokens[here].end + 1 < token.start:
        return False
    if is_inner_capital(tree.tokens[here].text):  # "eBook 2": what is written so is a make, and the number its model
        return text[0].isdigit() and not (token.dep == "nummod" and token.head > there)
    if not MODEL.fullmatch(text):
        return False
    if text.isdigit() and (len(text) != 3 or _counts(tree, there)):
        return False
    return any(letter.isdigit() for letter in text)


def _continues_code(tree: Tree, place: int) -> bool:
    """Whether a hyphen and a number of three digits follow without a blank."""
    if place + 1 >= len(tree.tokens):
        return False
    before, hyphen, number = tree.tokens[place - 1 : place + 2]
    close = before.end == hyphen.start and hyphen.end == number.start
    return close and hyphen.text == "-" and len(number.text) == 3 and number.text.isdigit()


def _counts(tree: Tree, place: int) -> bool:
    after = tree.tokens[place + 1] if place + 1 < len(tree.tokens) else None
    return after is not None and after.tag == "NNS" and tree.tokens[place].head > place


def _belongs(tree: Tree, here: int, there: int) -> bool:
    left, right = tree.tokens[here], tree.tokens[there]
    if right.kind or right.pos not in ("PROPN", "NUM") or not (right.text[0].isupper() or right.text[0].isdigit()):
        return False
    if right.pos == "NUM" and not (
        right.dep in ("nummod", "appos", "npadvmod") and right.head <= here and left.pos == "PROPN"
    ):
        return False
    if (
        fold(right.text) in _CALENDAR
        or parse_title(right.text)
        or (parse_noun([fold(right.text)]) is not None and is_plain_role([right.text]))
    ):
        return False
    return left.head == there or right.head == here or left.head == right.head


def _proper_runs(tree: Tree, taken: set[int]) -> Iterator[Run]:
    start = -1
    for place in range(len(tree.tokens) + 1):
        token = tree.tokens[place] if place < len(tree.tokens) else None
        plain = token is None or (token.text.islower() and token.text.isalpha())  # by far the most
        inside = not plain and place not in taken and (_looks_proper(tree, place) or _is_code(tree.tokens[place]))
        if start >= 0 and not inside:
            run = _trim(tree, start, place - 1, "")
            if run and not (run.first == run.last and _weak(tree, run.first)):
                yield _with_number(run)
            start = -1
        if start < 0 and inside:
            start = place


def _looks_proper(tree: Tree, place: int) -> bool:
    token = tree.tokens[place]
    if is_inner_capital(token.text):
        return True
    if token.pos != "PROPN" or token.kind in _NO_NAMES or tree.folded[place] in _CALENDAR:
        return False
    return token.text[0].isalpha() and token.text[0].isupper() and token.text not in _CUTS and "/" not in token.text


@lru_cache(maxsize=20_000)
def is_inner_capital(word: str) -> bool:
    """Whether a small letter or two stand before a capital, as in names of makes ("eBay"); never in plain words."""
    return word[0].islower() and not word.islower() and bool(_INNER.match(word))


def _is_code(token: Token) -> bool:
    """Whether the token is a model's code by itself: letters, then two digits or more, or "777s"."""
    if not MODEL.fullmatch(token.text) or token.text.isdigit():
        return False
    return token.text[0].isupper() or (len(token.text) == 4 and token.text.endswith("s") and token.text[:3].isdigit())


def _weak(tree: Tree, place: int) -> bool:
    """Whether a lone capital word is too little to be a name: first in its sentence, or a title or common noun."""
    word = tree.tokens[place].text
    if is_acronym(word):
        return parse_noun([fold(word)]) is not None
    return place == 0 or len(word) < 3 or parse_title(word) or parse_noun([fold(word)]) is not None
