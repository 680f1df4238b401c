"""Names and nominals in; the same out with roles, and with links where the grammar makes two of them one.

Titles ("Serbian President X"), apposition ("X, head of the Y"), "X is the Y", a name and its acronym in brackets.
"""

from collections.abc import Sequence

from tellings.annotate.mentions_kinds import SELF
from tellings.annotate.mentions_nominals import country_beside, is_definite
from tellings.annotate.mentions_tree import Found, Tree
from tellings.annotate.mentions_words import MEN_TITLES, WOMEN_TITLES, parse_noun, parse_title
from tellings.text.folding import fold
from tellings.text.names import is_acronym, is_acronym_of
from tellings.text.organisations import parse_organisation

_FITS = {
    "person": ("office", "person"), "organisation": ("organisation",), "place": ("place",),
    "product": ("product",), "work": ("work", "product"),
    "other": ("office", "person", "organisation", "place", "product"),
}  # fmt: skip
_WHOLES = frozenset(("aircraft", "ship", "vehicle", "space", "weapon", "device", "thing"))  # a part of it is not it
_LINES = frozenset(("line", "range", "series", "family", "lineup", "brand"))
_NAMED = frozenset(
    "city town village county state province district region municipality borough island peninsula republic kingdom"
    " emirate territory commune hamlet governorate".split()
)  # "the city of X" is X; "the capital of X" is not
_LONGEST = 14  # tokens of an apposition that is a role; longer ones are clauses


def add_titles(names: Sequence[Found]) -> None:
    """Widen each name to its noun phrase and read the title before it."""
    for name in names:
        first, last = name.core
        start = name.tree.phrase_start(first, max(last, name.head))
        if name.kind == "person":
            start = min(start, _title_start(name))
        title = name.tree.wording(start, first - 1) if start < first else ""
        name.first = start
        if name.kind in ("person", "other") and title:
            _read_title(name, start, first - 1)


def find_titles(names: Sequence[Found], nominals: Sequence[Found]) -> list[Found]:
    """Descriptions before a name that are phrases of their own: "Acme chief executive" + "Ada Roe".

    A bare post ("President X") describes nobody without the name and stays a part of it.
    """
    held = {(found.tree.sentence.index, found.head) for found in nominals}
    titles = []
    for name in names:
        end = name.core[0] - 1
        if name.kind not in _FITS or name.first > end or (name.tree.sentence.index, end) in held:
            continue
        title = _build_title(name, end)
        if title is not None:
            name.links.append(title)
            titles.append(title)
    return titles


def _build_title(name: Found, end: int) -> Found | None:
    tree, start = name.tree, name.first
    token = tree.tokens[end]
    noun = parse_noun(tree.words(max(start, end - 2), end))
    if noun is None or token.tag not in ("NN", "NNP") or noun.kind not in _FITS[name.kind]:
        return None
    first, inside = end, tree.tokens[start:end]
    while (
        first > start
        and parse_noun(tree.words(first - 1, end)) is noun
        and parse_noun(tree.words(first - 1, first - 1))
    ):
        first -= 1
    if not any(t.pos in ("PROPN", "NOUN") or t.kind in ("ORG", "NORP", "GPE") for t in inside[: first - start]):
        return None
    return Found(
        tree, start, end, (first, end), end, noun.kind, "nominal", tree.wording(first, end),
        country=name.country, sort=noun.sort, gender=noun.gender, links=[name],
    )  # fmt: skip


def widen_products(names: Sequence[Found]) -> None:
    """Let the name of a product that stands before its noun take the noun in: "the new Falcon 900 jets"."""
    for name in names:
        tree, last = name.tree, name.core[1]
        head = tree.tokens[name.head].head
        if name.kind != "product" or not last < head <= last + 3:
            continue
        between = tree.tokens[last + 1 : head + 1]
        lemma = fold(tree.tokens[head].lemma)
        noun = parse_noun([*tree.words(last + 1, head - 1), lemma])
        whole = lemma in _LINES or (noun and noun.kind == "product" and noun.sort in _WHOLES)
        if whole and all(t.pos in ("NOUN", "PROPN") for t in between):
            name.last, name.head = head, head
            name.sort = noun.sort if noun else name.sort
            name.many = tree.tokens[head].tag == "NNS"


def _title_start(name: Found) -> int:
    start = name.core[0]
    while start > 0 and (
        parse_title(name.tree.tokens[start - 1].text)
        or (name.tree.tokens[start - 1].text == "." and start > 1 and parse_title(name.tree.tokens[start - 2].text))
    ):
        start -= 1
    return start


def _read_title(name: Found, start: int, end: int) -> None:
    """The post among the tokens before the name, with the words that bound it: "former Chilean president"."""
    tree = name.tree
    for place in range(end, start - 1, -1):
        noun = parse_noun(tree.words(max(start, place - 2), place))
        if noun and noun.kind in ("office", "person") and (name.kind == "person" or noun.sort != "relation"):
            first = start
            while first < place and (
                tree.tokens[first].pos in ("DET", "NUM", "PUNCT") or tree.tokens[first].dep == "appos"
            ):
                first += 1
            name.role = tree.wording(max(first, place - _LONGEST), place)
            name.country = country_beside(tree, start, end, end + 1)
            name.gender = name.gender or noun.gender
            name.kind = "person" if name.kind == "other" else name.kind
            break
    for word in tree.words(start, end):
        bare = word.rstrip(".")
        name.gender = name.gender or ("he" if bare in MEN_TITLES else "she" if bare in WOMEN_TITLES else "")


def link_grammar(names: Sequence[Found], nominals: Sequence[Found]) -> None:
    """Add links: apposition, "is", brackets. Links go both ways."""
    by_head: dict[tuple[int, int], Found] = {}
    for found in (*nominals, *names):
        by_head[(found.tree.sentence.index, found.head)] = found
    for found in (*names, *nominals):
        tree, token = found.tree, found.tree.tokens[found.head]
        if token.dep == "appos":
            other = by_head.get((tree.sentence.index, token.head))
            if other:
                _link_apposition(other, found)
        elif token.dep in ("nsubj", "nsubjpass") and found.form != "nominal":
            _link_copula(found, by_head)
    _link_commas(names, nominals)
    _link_towns(names, nominals)
    _link_brackets(names)


def _link_commas(names: Sequence[Found], nominals: Sequence[Found]) -> None:
    """A post, a comma and a person, where the small model has no apposition: "the prime minister, Mr X, said"."""
    by_start = {(name.tree.sentence.index, name.first): name for name in names if name.kind == "person"}
    for nominal in nominals:
        tree, after = nominal.tree, nominal.last + 1
        if nominal.links or nominal.many or nominal.kind != "office" or after + 1 >= len(tree.tokens):
            continue
        name = by_start.get((tree.sentence.index, after + 1)) if tree.tokens[after].text == "," else None
        if name and not name.links and not name.role and not _goes_on(tree, name.last + 1):
            _join(name, nominal)


def _link_towns(names: Sequence[Found], nominals: Sequence[Found]) -> None:
    """ "The town of X" is X, and "the X group" is X where X is an organisation."""
    by_last = {(name.tree.sentence.index, name.last): name for name in names if name.kind in ("place", "other")}
    by_next = {(name.tree.sentence.index, name.last + 1): name for name in names if name.kind == "organisation"}
    for nominal in nominals:
        if nominal.many or nominal.links:
            continue
        if nominal.sort in SELF and (body := by_next.get((nominal.tree.sentence.index, nominal.head))):
            if body.tree.tokens[body.head].dep == "compound":
                _join(body, nominal)
        elif nominal.tree.folded[nominal.head] in _NAMED and not _is_claimed(nominal):
            name = by_last.get((nominal.tree.sentence.index, nominal.last))
            if (
                name
                and name.first in (nominal.head + 2, nominal.head + 3)
                and nominal.tree.folded[nominal.head + 1] == "of"
            ):
                _join(name, nominal)


def _is_claimed(nominal: Found) -> bool:
    """Whether the phrase says whose it is or was: "its former province of X" is somebody's word for X."""
    tree = nominal.tree
    return any(
        t.dep == "poss" or t.text.lower() in ("former", "breakaway") for t in tree.tokens[nominal.first : nominal.head]
    )


def _goes_on(tree: Tree, place: int) -> bool:
    """Whether a list goes on there: "the president, X, and the minister", "the president, X and Y"."""
    behind = [token for token in tree.tokens[place : place + 2] if token.text != ","]
    return bool(behind) and behind[0].pos == "CCONJ"


def _link_apposition(left: Found, right: Found) -> None:
    name, nominal = (left, right) if right.form == "nominal" else (right, left)
    if nominal.form != "nominal" or name.form == "nominal" or nominal.many or name.many:
        return
    if nominal.kind not in _FITS.get(name.kind, ()) or abs(right.first - left.last) > 3:
        return
    _join(name, nominal)


def _link_copula(name: Found, by_head: dict[tuple[int, int], Found]) -> None:
    tree = name.tree
    verb = tree.tokens[name.head].head
    if tree.tokens[verb].lemma not in ("be", "become") or any(tree.tokens[c].dep == "neg" for c in tree.children[verb]):
        return
    for child in tree.children[verb]:
        nominal = by_head.get((tree.sentence.index, child)) if tree.tokens[child].dep == "attr" else None
        if nominal is None or nominal.form != "nominal" or nominal.many or not is_definite(nominal):
            continue
        if nominal.kind in _FITS.get(name.kind, ()):
            _join(name, nominal)


def _join(name: Found, nominal: Found) -> None:
    name.links.append(nominal)
    nominal.links.append(name)
    if name.kind == "other" and nominal.kind in ("organisation", "place", "person", "office", "product"):
        name.kind = "person" if nominal.kind == "office" else nominal.kind
    if (name.kind == "person" and name.role is None) or (name.kind == "organisation" and name.role is None):
        name.role = role_wording(nominal)
    name.country = name.country or nominal.country
    name.gender = name.gender or nominal.gender


def role_wording(nominal: Found) -> str:
    """The description as worded, without its article: "head of the Serb List"."""
    tree, last = nominal.tree, nominal.last
    first = nominal.first
    while first < nominal.head and tree.tokens[first].pos in ("DET", "PUNCT"):
        first += 1
    return tree.wording(first, min(last, first + _LONGEST))


def _link_brackets(names: Sequence[Found]) -> None:
    """A name followed by its short form in brackets: "Kosovo Force (KFOR)", "KFOR (Kosovo Force)"."""
    by_start = {(name.tree.sentence.index, name.core[0]): name for name in names}
    for name in names:
        tree, after = name.tree, name.core[1] + 1
        if after + 1 >= len(tree.tokens) or tree.tokens[after].text not in ("(", "["):
            continue
        other = by_start.get((tree.sentence.index, after + 1)) or by_start.get((tree.sentence.index, after + 2))
        if other is None or tree.tokens[min(other.core[1] + 1, len(tree.tokens) - 1)].text not in (")", "]", ",", ";"):
            continue
        short, long = (other, name) if len(other.name) <= len(name.name) else (name, other)
        if _abbreviates(short, long):
            short.kind = long.kind if long.kind != "other" else short.kind
            long.kind = short.kind
            name.links.append(other)
            other.links.append(name)


def _abbreviates(short: Found, long: Found) -> bool:
    if parse_organisation(short.name) and parse_organisation(long.name):
        return parse_organisation(short.name) == parse_organisation(long.name)
    letters = fold(short.name).replace(".", "")
    if is_acronym_of(short.name, long.name):
        return True
    # An acronym in another language ("Alternative for Germany (AfD)"): capitals, as long as the name has words
    words = len(long.name.split())
    return (
        is_acronym(short.name)
        and words >= 2
        and letters[0] in {w[0] for w in fold(long.name).split()}
        and len(letters) <= words + 2
    )
