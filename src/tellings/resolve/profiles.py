"""A story's Mentions and Places in, a profile of each chain out: what tells whether two chains are one entity."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tellings.records import Mention, Place, Report, Span
from tellings.text.countries import country_of, is_part, parse_country, parse_demonym
from tellings.text.folding import fold
from tellings.text.names import is_acronym, name_key, name_words, skeleton, strip_possessive
from tellings.text.organisations import parse_organisation

_ARTICLES = ("the ", "a ", "an ", "this ", "that ", "these ", "those ", "his ", "her ", "its ", "their ")


@dataclass(frozen=True, slots=True)
class ChainProfile:
    """A chain of one report. names: plain names, with repetition; posts: nouns of its roles and nominals;
    place: GeoNames ids that its mentions were resolved to; keys: under which it meets its likes."""

    chain: str
    report: str
    name: str
    kinds: tuple[str, ...]
    names: tuple[str, ...]
    aliases: tuple[str, ...]
    posts: tuple[str, ...]
    country: str | None
    identity: str | None
    places: tuple[int, ...]
    spans: tuple[Span, ...]
    identifiers: tuple[tuple[str, str], ...]
    keys: tuple[str, ...]
    tells: bool

    @property
    def kind(self) -> str:
        """The most frequent kind of its mentions; an office counts as a person."""
        if len(set(self.kinds)) == 1:
            return "person" if self.kinds[0] == "office" else self.kinds[0]
        kinds = Counter("person" if kind == "office" else kind for kind in self.kinds)
        return max(kinds, key=lambda kind: (kinds[kind], kind))


def build_profiles(
    reports: Mapping[str, Report], mentions: Sequence[Mention], places: Iterable[Place]
) -> list[ChainProfile]:
    """One profile a chain, in order of first mention."""
    chains: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        if mention.report in reports:
            chains[mention.chain].append(mention)
    located: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        located[place.report].append(place)
    return [_build_profile(reports[group[0].report], group, located[group[0].report]) for group in chains.values()]


def _build_profile(report: Report, mentions: list[Mention], places: list[Place]) -> ChainProfile:
    named = [mention for mention in mentions if mention.form in ("name", "acronym")]
    names = [name for mention in named if (name := bare_name(mention.span.of(report), mention))]
    kinds = tuple(mention.kind for mention in (named or mentions))
    spans = tuple(sorted(mention.span for mention in mentions))
    identity = next((found for name in [mentions[0].name, *names] if (found := identity_of(name, kinds[0]))), None)
    ids = tuple(sorted(_located(named, places)))
    country = next((mention.country for mention in mentions if mention.country), None)
    posts = tuple(sorted({post for mention in mentions for post in _posts(mention, report)}))
    wordings = {strip_article(mention.span.of(report)) for mention in mentions if mention.form != "pronoun"}
    aliases = tuple(sorted({wording for wording in wordings | set(names) if " " in wording or not wording.islower()}))
    full = [mentions[0].name] if named else []
    profile = ChainProfile(
        chain=mentions[0].chain, report=report.id, name=mentions[0].name, kinds=kinds,
        names=tuple(full + names), aliases=aliases, posts=posts, country=country, identity=identity, places=ids,
        spans=spans, identifiers=_identifiers(identity, ids),
        keys=tuple(sorted(_keys(full + names, identity, ids, posts, kinds[0], country))),
        tells=bool(named) or (kinds[0] in ("office", "group", "organisation") and len(mentions) > 1),
    )  # fmt: skip
    body = body_of(profile)
    return replace(profile, keys=(*profile.keys, f"body:{country}:{body}")) if body else profile


def body_of(profile: ChainProfile) -> str | None:
    """For a nameless body of a country ("the Kenyan police"): the words that are left without the country."""
    if profile.names or not profile.country or profile.kind not in ("group", "organisation"):
        return None
    words = [word for word in name_words(strip_article(profile.name)) if not _of_country(word, profile.country)]
    return " ".join(words) or None


def _of_country(word: str, country: str) -> bool:
    found = parse_country(word.title()) or parse_demonym(word.title())
    return found is not None and found.iso2 == country


def bare_name(wording: str, mention: Mention) -> str:
    """The name without article, title and lower-case words before it."""
    words = strip_article(strip_possessive(wording)).split()
    plain = mention.name.split()
    if len(words) > len(plain) and name_key(" ".join(words[-len(plain) :])) == name_key(mention.name):
        return " ".join(words[-len(plain) :])
    shared = set(name_words(mention.name))
    while (
        len(words) > 1
        and not (set(name_words(words[0])) & shared)
        and (words[0][:1].islower() or mention.kind == "person" or parse_demonym(words[0]))
    ):
        words = words[1:]
    return " ".join(words)


def strip_article(wording: str) -> str:
    """The wording without its article, demonstrative or possessive pronoun; blanks made single."""
    plain = " ".join(wording.split())
    lowered = plain.lower()
    if not lowered.startswith(_ARTICLES):
        return plain
    article = next(article for article in _ARTICLES if lowered.startswith(article))
    return plain[len(article) :]


def identity_of(name: str, kind: str) -> str | None:
    """What a table knows the name as: a country, a part of one, an international organisation."""
    if kind == "place" and not is_part(name) and (country := parse_country(name) or parse_demonym(name)):
        return f"country:{country.iso2}"
    if kind in ("organisation", "other") and (body := parse_organisation(name)):
        return f"body:{body.key}"
    return None


def _located(named: list[Mention], places: list[Place]) -> set[int]:
    return {
        place.geonames_id
        for mention in named
        if mention.kind == "place"
        for place in places
        if place.geonames_id is not None and place.span.overlap(mention.span)
        and name_key(place.name) and set(name_words(place.name)) & set(name_words(mention.name))
    }  # fmt: skip


def _posts(mention: Mention, report: Report) -> set[str]:
    words: set[str] = set()
    if mention.role:
        words.add(fold(mention.role))
    if mention.form == "nominal" and mention.kind in ("office", "person"):
        words.add(fold(strip_article(mention.span.of(report))))
    return words


def _identifiers(identity: str | None, ids: tuple[int, ...]) -> tuple[tuple[str, str], ...]:
    found = [("geonames", str(number)) for number in ids]
    if identity and identity.startswith("country:"):
        country = country_of(identity.removeprefix("country:"))
        if country:
            found = [("geonames", str(country.geonames)), ("iso3166", country.iso2)]
    return tuple(found)


def _keys(
    names: list[str], identity: str | None, ids: tuple[int, ...], posts: tuple[str, ...], kind: str, country: str | None
) -> set[str]:
    keys = {f"geonames:{number}" for number in ids}
    if identity:
        keys.add(identity)
    if identity and not identity.startswith("body:"):  # a body may be called by words that no table has
        return keys
    for name in names:
        words = name_words(name)
        keys.add(f"name:{name_key(name)}")
        least = 1 if kind == "person" else 2  # "Xi"
        keys.update(f"word:{skeleton(word).replace('g', 'k')}" for word in words if len(word) > least)
        keys.add(f"run:{''.join(words)}")
        if is_acronym(name):
            keys.add(f"letter:{fold(name)[0]}")
        elif len(words) > 1 and kind in ("organisation", "other"):
            keys.add(f"letter:{words[0][0]}")
    if kind in ("person", "office"):
        keys.update(
            f"post:{post.split()[-1] if ' of ' not in post else post.split(' of ')[0].split()[-1]}" for post in posts
        )
    return keys
