"""Report and its Sentences in, Mentions out: who and what is named, in chains of one entity each within the report."""

from collections.abc import Iterable

from tellings.annotate.mentions_chains import Chain
from tellings.annotate.mentions_names import find_names
from tellings.annotate.mentions_nominals import find_nominals, find_pronouns
from tellings.annotate.mentions_reference import build_chains
from tellings.annotate.mentions_roles import add_titles, find_titles, link_grammar, widen_products
from tellings.annotate.mentions_speech import add_first_person, find_first_person
from tellings.annotate.mentions_tree import Found, Tree
from tellings.records import Mention, Report, Sentence, Span, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.countries import country_of, is_part, parse_country, parse_demonym
from tellings.text.names import name_words

_FORMS = {"name": 0, "acronym": 1, "nominal": 2, "pronoun": 3}


def find_mentions(report: Report, sentences: Iterable[Sentence]) -> list[Mention]:
    """The mentions of a report, in order; one for each stretch of text."""
    trees = [Tree(sentence) for sentence in sentences]
    names = find_names(trees)
    widen_products(names)
    nominals = find_nominals(trees, names)
    add_titles(names)
    nominals += find_titles(names, nominals)
    link_grammar(names, nominals)
    chains = build_chains(names, nominals, list(find_pronouns(trees)))
    add_first_person(chains, list(find_first_person(report.text, trees)))
    mentions: dict[tuple[int, int], Mention] = {}
    for chain in chains:
        chain_id = make_id("chain", report.id, chain.mentions[0].start, chain.mentions[0].end)
        for mention in _build_mentions(report, chain, chain_id):
            place = (mention.span.start, mention.span.end)
            held = mentions.get(place)
            if held is None or _FORMS[mention.form] < _FORMS[held.form]:
                mentions[place] = mention
    return [mentions[place] for place in sorted(mentions)]


def _build_mentions(report: Report, chain: Chain, chain_id: str) -> Iterable[Mention]:
    name = full_name(chain)
    role = next((found.role for found in chain.mentions if found.role), None)
    for found in chain.mentions:
        span = Span(report.id, found.start, found.end)
        kind = chain.kind if found.form == "pronoun" else found.kind
        yield Mention(
            id=make_id("mention", report.id, span.start, span.end),
            span=span,
            kind=kind,
            form=found.form,
            chain=chain_id,
            name=name,
            role=found.role or role,
            country=found.country or chain.country,
        )


def full_name(chain: Chain) -> str:
    """The fullest plain form in the chain: most words among its names, the country's own name, or the first nominal."""
    if not chain.names:
        return _nominal_name(chain.mentions[0])
    names = [found.name for found in chain.names]
    if chain.kind == "place" and (found := next((p for n in names if (p := parse_country(n))), None)):
        plain = [name for name in names if parse_country(name) and not is_part(name)]
        return (
            max(plain, key=len)
            if plain and len(max(plain, key=len)) > 3
            else found.name
            if not is_part(names[0])
            else names[0]
        )
    if chain.kind == "place" and (people := parse_demonym(names[0])):
        country = country_of(people.iso2)
        return country.name if country and not is_part(names[0]) else names[0]
    return max(names, key=lambda name: (len(name_words(name)), len(name), -names.index(name)))


def _nominal_name(found: Found) -> str:
    tree, first = found.tree, found.first
    while first < found.head and tree.tokens[first].pos in ("DET", "PUNCT", "PRON"):
        first += 1
    return tree.wording(first, found.last)


def _run(group: Group) -> Iterable[Mention]:
    return find_mentions(group.one(Report), group.of(Sentence))


STAGE = Stage("mentions", reads=(Report, Sentence), writes=(Mention,), cut=Cut.EACH, run=_run)
