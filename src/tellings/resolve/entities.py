"""A story's Mentions and Places in, its Entities out, with a Judgement same_entity for each pair that was made one.

Chains of several reports are one entity when they share a name, a country, a gazetteer id, an acronym and its long
form, a surname with nothing against it, two spellings of one name, or a post that one person of the story holds.
A judgement by a person outranks these.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from tellings.linking.groups import settle
from tellings.records import Entity, Judgement, Mention, Place, Report, Span, Story, make_id
from tellings.resolve.chains import Link, group_chains
from tellings.resolve.profiles import ChainProfile, build_profiles
from tellings.stage import Cut, Group, Stage
from tellings.text.countries import country_of
from tellings.text.organisations import parse_organisation

BY = "entities"
_RANK = ("person", "organisation", "place", "group", "law", "office", "event", "product", "work", "other")


def build_entity(story: str, group: Sequence[ChainProfile]) -> Entity:
    """The entity that the chains of a group name."""
    mentions = sorted(span for profile in group for span in profile.spans)
    wordings: Counter[str] = Counter(name for profile in group for name in profile.names)
    name = best_name(wordings) if wordings else group[0].name
    code = next((profile.identity for profile in group if profile.identity), "") or ""
    if country := country_of(code.removeprefix("country:")):
        name = country.name
    elif code.startswith("body:"):  # under its own name where a report has it
        name = next((wording for wording in sorted(wordings) if parse_organisation(wording) and " " in wording), name)
    kinds = Counter(kind for profile in group for kind in profile.kinds)
    identifiers = sorted({identifier for profile in group for identifier in profile.identifiers})
    kind = max(kinds, key=lambda kind: (kinds[kind], -_RANK.index(kind)))
    if identifiers and "place" in kinds and " " not in name:  # the gazetteer knows it, and a report has it as a place
        kind = "place"
    chains = tuple(sorted(profile.chain for profile in group))
    aliases = sorted({wording for profile in group for wording in profile.aliases} - {name})
    countries = Counter(profile.country for profile in group if profile.country)
    return Entity(
        id=make_id("entity", story, *chains),
        story=story,
        name=name,
        kind=kind,
        aliases=tuple(aliases),
        identifiers=tuple(identifiers),
        mentions=tuple(mentions),
        chains=chains,
        country=countries.most_common(1)[0][0] if countries else None,
    )


def best_name(wordings: Counter[str]) -> str:
    """The fullest frequent form: of those with most words that stand at least once in ten, the most frequent."""
    total = sum(wordings.values())
    held = [wording for wording, count in wordings.items() if count * 10 >= total] or list(wordings)
    return max(held, key=lambda wording: (len(wording.split()), wordings[wording], len(wording), wording))


def _run(group: Group) -> Iterable[Entity | Judgement]:
    reports = {report.id: report for report in group.of(Report)}
    profiles = build_profiles(reports, group.of(Mention), group.of(Place))
    judged = [judgement for judgement in group.of(Judgement) if judgement.relation == "same_entity"]
    said = {pair: held.verdict for pair, held in settle(judged, stages=frozenset((BY,))).items() if held.by != BY}
    groups, links = group_chains(profiles, said)
    for members in groups:
        if any(profile.tells for profile in members):
            yield build_entity(group.key, members)
    for link in links:
        yield _build_judgement(group.key, link)


def _build_judgement(story: str, link: Link) -> Judgement:
    left, right = sorted((link.left.chain, link.right.chain))
    evidence: tuple[Span, ...] = (link.left.spans[0], link.right.spans[0])
    return Judgement(
        id=make_id("judgement", "same_entity", story, left, right, BY),
        left=left,
        right=right,
        relation="same_entity",
        verdict=True,
        score=round(link.score, 3),
        reason=link.reason,
        by=BY,
        evidence=evidence,
        scope=story,
    )


STAGE = Stage(
    "entities", reads=(Story, Report, Mention, Place, Judgement), writes=(Entity, Judgement), cut=Cut.BY_KEY,
    run=_run, key="story",
)  # fmt: skip
