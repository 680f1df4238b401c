"""Found mentions in, chains out: which of them are one entity within the report, as far as its text decides."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tellings.annotate.mentions_nominals import antecedent_of, head_noun, is_definite
from tellings.annotate.mentions_tree import Found
from tellings.annotate.mentions_words import read_name_words
from tellings.text.countries import country_of, is_part, parse_country, parse_demonym
from tellings.text.folding import fold
from tellings.text.names import is_acronym_of, name_key, name_words, score_spelling
from tellings.text.organisations import Organisation, parse_organisation

SAME_SPELLING = 0.95
_ONE_THING = frozenset(("aircraft", "ship", "vehicle", "space"))  # "the jet" after "a plane"; not so for "the phone"
_ALIKE = _ONE_THING | {"company", "device", "weapon"}
REACH = 3  # sentences that a pronoun looks back; four and more find nothing right on the development reports


class Chain:
    """Mentions of one entity, in order, and what they tell of it."""

    def __init__(self, mentions: Iterable[Found]) -> None:
        self.mentions = sorted(mentions, key=lambda found: found.place)

    @property
    def names(self) -> list[Found]:
        return [found for found in self.mentions if found.form in ("name", "acronym")]

    @property
    def kind(self) -> str:
        """The kind of its names, else of its first mention."""
        return (self.names or self.mentions)[0].kind

    @property
    def gender(self) -> str:
        """he, she or "": the first that a mention shows."""
        return next((f.gender for f in self.mentions if f.gender in ("he", "she")), "")

    @property
    def many(self) -> bool:
        return any(found.many for found in (self.names or self.mentions[:1]))

    @property
    def country(self) -> str | None:
        return next((found.country for found in self.mentions if found.country), None)

    @property
    def organisation(self) -> Organisation | None:
        return next((body for found in self.names if (body := parse_organisation(found.name))), None)

    def nouns(self) -> set[str]:
        """Lemmas that describe it: heads of its nominals, words of its roles, last words of its names."""
        words = {fold(found.tree.tokens[found.head].lemma) for found in self.mentions if found.form == "nominal"}
        for found in self.mentions:
            if found.role:
                words.update(post_words(found.role))
        for found in self.names:
            if found.kind in ("organisation", "place", "event", "law", "product"):
                words.update(name_words(found.name)[-1:])
        return words

    def sorts(self) -> set[str]:
        """Classes of its nouns."""
        return {found.sort for found in self.mentions if found.sort}


def post_words(role: str) -> list[str]:
    """The words of a role that say which post is held, none where it is held no more."""
    words = name_words(role.split(" of ")[0])
    past = {"former", "ex", "late", "outgoing", "ousted"}
    return [] if past & {part for word in words for part in word.split("-")} else words


def build_chains(names: Sequence[Found], nominals: Sequence[Found], pronouns: Sequence[Found]) -> list[Chain]:
    """Every mention in exactly one chain; pronouns that the text leaves open are left out."""
    chains = _merge_nominal_links(_chain_names(names), nominals)
    return _resolve_in_order(chains, [*nominals, *pronouns])


# --- names -------------------------------------------------------------------------------------------------------


def _chain_names(names: Sequence[Found]) -> list[Chain]:
    groups: dict[str, list[Found]] = defaultdict(list)
    for name in names:
        groups[_identity(name)].append(name)
    parent = {key: key for key in groups}

    def root(key: str) -> str:
        while parent[key] != key:
            key = parent[key]
        return key

    where = {id(name): key for key, group in groups.items() for name in group}
    for name in names:
        for other in name.links:
            if id(other) in where:
                parent[root(where[id(other)])] = root(where[id(name)])
    for left, right in (*_acronym_pairs(groups), *_short_pairs(groups)):
        parent[root(left)] = root(right)
    merged: dict[str, list[Found]] = defaultdict(list)
    for key, group in groups.items():
        merged[root(key)] += group
    return [Chain(group) for group in merged.values()]


def _identity(name: Found) -> str:
    if name.kind == "place" and not is_part(name.name):
        country = parse_country(name.name) or parse_demonym(name.name)
        if country:
            return f"country:{country.iso2}"
    if name.kind == "organisation" and (body := parse_organisation(name.name)):
        return f"body:{body.key}"
    key = name_key(name.name)
    return f"{name.kind}:{key.removesuffix('s') if name.kind == 'product' else key}"


def _acronym_pairs(groups: dict[str, list[Found]]) -> list[tuple[str, str]]:
    pairs = []
    for short, found in groups.items():
        if found[0].form != "acronym" or short.startswith(("country:", "body:")):
            continue
        longs = [
            key
            for key, others in groups.items()
            if key != short
            and others[0].kind in (found[0].kind, "organisation", "other")
            and any(is_acronym_of(found[0].name, other.name) for other in others[:3])
        ]
        if len(longs) == 1:
            pairs.append((short, longs[0]))
    return pairs


def _short_pairs(groups: dict[str, list[Found]]) -> list[tuple[str, str]]:
    """Short forms and their long forms: a surname, a company without its suffix; none where two long forms fit."""
    pairs = []
    for key, found in groups.items():
        kind, words = found[0].kind, name_words(found[0].name)
        fits = [
            other
            for other, longer in groups.items()
            if other != key and longer[0].kind == kind and _shortens(kind, words, name_words(longer[0].name))
        ]
        if len(fits) > 1:
            fits = [fit for fit in fits if not any(_inside(groups, fit, bigger) for bigger in fits if bigger != fit)]
        if len(fits) > 1 and kind == "person":
            before = [fit for fit in fits if groups[fit][0].place < found[0].place]
            fits = before[-1:] if len(before) == 1 else []
        if len(fits) == 1:
            pairs.append((key, fits[0]))
    return pairs


def _inside(groups: dict[str, list[Found]], small: str, big: str) -> bool:
    left, right = name_words(groups[small][0].name), name_words(groups[big][0].name)
    return len(left) < len(right) and set(left) <= set(right)


def _shortens(kind: str, short: list[str], long: list[str]) -> bool:
    if kind == "person":
        return _shortens_person(short, long)
    if kind != "organisation" or not short or len(short) >= len(long):
        return False
    if len(short) > 1 and long[-len(short) :] == short:  # "Air Force" of "US Air Force"
        before = " ".join(long[: -len(short)])
        return parse_country(before.upper()) is not None or parse_demonym(before.title()) is not None
    if long[: len(short)] != short:
        return False
    lists, rest = read_name_words(), long[len(short) :]
    telling = (lists["organisation", "last"] | lists["place", "last"]) - lists["organisation", "suffix"]
    return not telling & set(rest) and not {"of", "for"} & set(rest)


def _shortens_person(short: list[str], long: list[str]) -> bool:
    if not short or len(short) > len(long):
        return False
    if len(short) == len(long) == 1 or len(short) == len(long):
        return all(
            score_spelling(a, b) >= SAME_SPELLING
            or ((len(a) == 1 or len(b) == 1) and a[0] == b[0] and place < len(long) - 1)
            for place, (a, b) in enumerate(zip(short, long, strict=True))
        )
    if len(short) == 1:
        return score_spelling(short[0], long[-1]) >= SAME_SPELLING or (short[0] == long[0] and len(short[0]) > 2)
    left = [a for a in short if not any(a == b or (len(a) == 1 and a[0] == b[0]) for b in long)]
    return not left and score_spelling(short[-1], long[-1]) >= SAME_SPELLING


# --- nominals and pronouns ---------------------------------------------------------------------------------------


def _merge_nominal_links(chains: list[Chain], nominals: Sequence[Found]) -> list[Chain]:
    by_name = {id(found): chain for chain in chains for found in chain.mentions}
    for nominal in nominals:
        for name in nominal.links:
            chain = by_name.get(id(name))
            if chain and id(nominal) not in by_name:
                chain.mentions.append(nominal)
                by_name[id(nominal)] = chain
    for chain in chains:
        chain.mentions.sort(key=lambda found: found.place)
    return chains


def _resolve_in_order(chains: list[Chain], rest: Sequence[Found]) -> list[Chain]:
    placed = {id(found) for chain in chains for found in chain.mentions}
    chains = list(chains)
    for found in sorted(rest, key=lambda found: found.place):
        if id(found) in placed:
            continue
        chain = _find_chain(found, chains)
        if chain is not None:
            chain.mentions.append(found)
            chain.mentions.sort(key=lambda each: each.place)
        elif found.form == "nominal":
            chains.append(Chain([found]))
    return _join_offices(chains)


def _find_chain(found: Found, chains: list[Chain]) -> Chain | None:
    if found.form == "nominal":
        return _chain_of_nominal(found, chains)
    if found.gender == "relative":
        return _chain_of_relative(found, chains)
    return _chain_of_pronoun(found, chains)


def _chain_of_relative(found: Found, chains: list[Chain]) -> Chain | None:
    head = antecedent_of(found.tree, found.head)
    for chain in chains:
        for other in chain.mentions:
            if other.tree is found.tree and other.head == head and other.form != "pronoun":
                return chain
    return None


def _before(chain: Chain, found: Found) -> Found | None:
    """The chain's last mention that ends before this one begins."""
    place = (found.tree.sentence.index, found.first)
    for other in reversed(chain.mentions):
        if (other.tree.sentence.index, other.last) < place:
            return other
    return None


def _chain_of_nominal(found: Found, chains: list[Chain]) -> Chain | None:
    if not is_definite(found) and not found.many:
        return None
    lemma, noun = head_noun(found)
    if noun is None:
        return None
    best: tuple[tuple[float, ...], Chain] | None = None
    for chain in chains:
        last = _before(chain, found)
        if last is None or (strength := _fits_noun(found, lemma, chain)) == 0:
            continue
        distance = found.tree.sentence.index - last.tree.sentence.index
        if strength == 1 and distance > REACH:
            continue
        near = _salience(found, chain, distance) if strength == 1 else 0.0
        rank = (strength, near, last.tree.sentence.index, last.first)
        if best is None or rank > best[0]:
            best = (rank, chain)
    return best[1] if best else None


def _fits_noun(found: Found, lemma: str, chain: Chain) -> int:
    """How strongly the noun phrase points at the chain: 3 same noun, 2 a table's noun, 1 same class of noun, 0 not."""
    if found.many != chain.many:
        return 0
    if found.country and chain.country and found.country != chain.country:
        return 0
    if found.kind in ("office", "person") and chain.kind not in ("office", "person"):
        return 0
    if found.kind in ("organisation", "place", "product", "work", "group") and chain.kind != found.kind:
        return 0
    body = chain.organisation
    if body and not found.many:
        return 2 if lemma in body.nouns or fold(found.name) in body.nouns else 0
    if lemma in chain.nouns():
        return 3 if _modifiers_agree(found, chain) else 0
    if found.kind == "place" and found.sort == "country" and lemma in ("country", "nation"):
        return (
            1
            if (country := country_of(chain.country)) and chain.names and country.iso2 and _names_country(chain)
            else 0
        )
    if found.kind in ("product", "organisation") and found.sort in _ALIKE and _is_plain(found):
        return _fits_sort(found, chain)
    return 0


def _is_plain(found: Found) -> bool:
    """Whether the phrase is one thing with an article and at most adjectives: "the new plane", not "Ayr's plane"."""
    tree = found.tree
    inside = tree.tokens[found.first : found.head]
    return not found.many and not any(t.dep == "poss" or t.pos in ("PROPN", "NOUN", "NUM") for t in inside)


def _fits_sort(found: Found, chain: Chain) -> int:
    """Whether another noun of the class, or a name of which nothing else is known, may be meant: "the carrier"."""
    if own := chain.sorts():
        return 1 if found.sort in own and (chain.names or found.sort in _ONE_THING) else 0
    if found.sort == "company" and fold(found.tree.tokens[found.head].lemma) not in ("company", "firm"):
        return 0  # "the airline" is no word for just any company
    if not chain.names or (chain.country and found.kind == "product"):
        return 0
    last = name_words(chain.names[0].name)[-1:]
    lists = read_name_words()
    public = (lists["organisation", "last"] | lists["place", "last"]) - lists["organisation", "suffix"]
    return 0 if found.kind == "organisation" and set(last) & public else 1


def _names_country(chain: Chain) -> bool:
    return any(parse_country(found.name) for found in chain.names)


def _modifiers_agree(found: Found, chain: Chain) -> bool:
    """Whether the phrase says nothing of its noun that the chain's phrases with the same noun do not say."""
    own = _modifiers(found)
    if not own or any(other.form != "nominal" for other in chain.mentions):
        return True
    return any(
        own <= _modifiers(other) or _modifiers(other) <= own for other in chain.mentions if other.form == "nominal"
    )


def _modifiers(found: Found) -> set[str]:
    tree = found.tree
    return {
        fold(tree.tokens[place].lemma)
        for place in range(found.first, found.head)
        if tree.tokens[place].pos in ("ADJ", "NOUN", "PROPN", "NUM", "VERB")
    }


def _join_offices(chains: list[Chain]) -> list[Chain]:
    """A post named before its holder: joined when exactly one person of the report has that post (and country)."""
    offices = [chain for chain in chains if not chain.names and chain.kind == "office"]
    people = [chain for chain in chains if chain.names and chain.kind == "person"]
    gone: set[int] = set()
    for office in offices:
        first = office.mentions[0]
        if not is_definite(first):
            continue
        lemma, _ = head_noun(first)
        fits = [
            chain
            for chain in people
            if lemma in chain.nouns()
            and not (office.country and chain.country and office.country != chain.country)
            and not office.many
        ]
        if len(fits) == 1:
            fits[0].mentions = sorted([*fits[0].mentions, *office.mentions], key=lambda found: found.place)
            gone.add(id(office))
    return [chain for chain in chains if id(chain) not in gone]


def _chain_of_pronoun(found: Found, chains: list[Chain]) -> Chain | None:
    """The chain that a pronoun stands for: subjects before others, near before far; none when two fit alike."""
    ranked = []
    for chain in chains:
        last = _before(chain, found)
        if last is None or not _fits_pronoun(found, chain):
            continue
        distance = found.tree.sentence.index - last.tree.sentence.index
        if distance <= REACH and not _same_clause(found, last):
            ranked.append((_salience(found, chain, distance), last.place, chain))
    ranked.sort(key=lambda row: (row[0], row[1]), reverse=True)
    if not ranked or (len(ranked) > 1 and ranked[0][0] == ranked[1][0] and ranked[0][0] < 2.0):
        return None
    return ranked[0][2]


def _fits_pronoun(found: Found, chain: Chain) -> bool:
    kind, gender = chain.kind, found.gender
    if gender in ("he", "she"):
        return kind in ("person", "office") and not chain.many and chain.gender in ("", gender)
    if gender == "it":
        return kind in ("organisation", "place", "product", "event", "law", "work", "other") and not chain.many
    return chain.many or kind in ("group", "organisation")


def _same_clause(found: Found, other: Found) -> bool:
    """Whether the two are arguments of one verb, so that a plain pronoun cannot stand for the other."""
    if other.tree is not found.tree or fold(found.tree.tokens[found.head].text).endswith(("self", "selves")):
        return False
    token, before = found.tree.tokens[found.head], found.tree.tokens[other.head]
    return token.dep in ("dobj", "dative", "iobj") and token.head == before.head


def _salience(found: Found, chain: Chain, distance: int) -> float:
    near = [f for f in chain.mentions if 0 <= found.tree.sentence.index - f.tree.sentence.index <= distance
            and (f.tree.sentence.index, f.last) < (found.tree.sentence.index, found.first)]  # fmt: skip
    score = 3.0 - distance
    if any(f.is_subject() for f in near):
        score += 1.5
    if chain.names:
        score += 0.5
    if chain.kind == "place" and found.gender == "it" and not any(f.is_subject() for f in near):
        score -= 1.0
    return score + min(len(chain.mentions), 6) * 0.05
