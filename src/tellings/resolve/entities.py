"""A story's Mentions and Places in, its Entities out, with a Judgement same_entity for each pair that was made one.

Chains of several reports are one entity when they share a name, a country, a gazetteer id, an acronym and its long
form, a surname with nothing against it, two spellings of one name, or a post that one person of the story holds.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tellings.linking.groups import build_groups
from tellings.records import Entity, Judgement, Mention, Place, Report, Span, Story, make_id
from tellings.resolve.profiles import ChainProfile, build_profiles
from tellings.resolve.scores import score_pair
from tellings.stage import Cut, Group, Stage
from tellings.text.countries import country_of

BY = "entities"
SAME = 0.5  # scores at or over it are one entity
_RANK = ("person", "organisation", "place", "group", "law", "office", "event", "product", "work", "other")


@dataclass(frozen=True, slots=True)
class Link:
    """Two chains judged to be one entity."""

    left: ChainProfile
    right: ChainProfile
    score: float
    reason: str


def link_chains(profiles: Sequence[ChainProfile]) -> list[Link]:
    """Every link between chains of different reports, strongest first; two rivals for one short name give none."""
    links: list[Link] = []
    for left, right in _candidates(profiles):
        score, reason = score_pair(left, right)
        if score >= SAME:
            links.append(Link(left, right, score, reason))
    return sorted(links, key=lambda link: (-link.score, link.left.chain, link.right.chain))


def _candidates(profiles: Sequence[ChainProfile]) -> Iterable[tuple[ChainProfile, ChainProfile]]:
    """Pairs that share a key; equal chains of one report are left as the report has them."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        for key in profile.keys:
            blocks[key].append(number)
    pairs = {
        (left, right)
        for block in blocks.values()
        for place, left in enumerate(block)
        for right in block[place + 1 :]
        if profiles[left].report != profiles[right].report or (profiles[left].names and profiles[right].names)
    }
    return [(profiles[left], profiles[right]) for left, right in sorted(pairs)]


def group_chains(
    profiles: Sequence[ChainProfile], links: Sequence[Link]
) -> tuple[list[list[ChainProfile]], list[Link]]:
    """Groups of chains, and the links that were kept: a link that would join what contradicts itself is left out."""
    by_chain = {profile.chain: profile for profile in profiles}
    group_of = {profile.chain: [profile.chain] for profile in profiles}
    kept: list[Link] = []
    for link in links:
        left, right = group_of[link.left.chain], group_of[link.right.chain]
        if left is right:
            kept.append(link)
            continue
        if any(_contradict(by_chain[a], by_chain[b]) for a in left for b in right):
            continue
        left += right
        for chain in right:
            group_of[chain] = left
        kept.append(link)
    groups = build_groups(
        [profile.chain for profile in profiles], [(link.left.chain, link.right.chain) for link in kept]
    )
    return [[by_chain[chain] for chain in group] for group in groups], kept


def _contradict(left: ChainProfile, right: ChainProfile) -> bool:
    """Whether the two cannot be one: full names of persons, countries or gazetteer ids that differ."""
    return score_pair(left, right)[0] < 0


def build_entity(story: str, group: Sequence[ChainProfile]) -> Entity:
    """The entity that the chains of a group name."""
    mentions = sorted(span for profile in group for span in profile.spans)
    wordings: Counter[str] = Counter(name for profile in group for name in profile.names)
    name = best_name(wordings) if wordings else group[0].name
    code = next((profile.identity for profile in group if profile.identity), "") or ""
    if country := country_of(code.removeprefix("country:")):
        name = country.name
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
    groups, links = group_chains(profiles, link_chains(profiles))
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
    "entities", reads=(Story, Report, Mention, Place), writes=(Entity, Judgement), cut=Cut.BY_KEY,
    run=_run, key="story",
)  # fmt: skip
