"""Profiles of a story's chains in, groups of one entity out, with the links that made them.

Chains with the same names are bundled first, so that a hundred copies of a report cost no more than one. Links are
taken strongest first; one that would join what contradicts itself is left out, and a surname that two people of the
story bear joins neither.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tellings.linking.groups import build_groups
from tellings.resolve.profiles import ChainProfile
from tellings.resolve.scores import is_surname_link, score_pair
from tellings.text.names import name_key

SAME = 0.5  # scores at or over it are one entity
Said = Mapping[tuple[str, str], bool]  # pairs of chains, smaller id first, that a person judged


@dataclass(frozen=True, slots=True)
class Link:
    """Two chains judged to be one entity."""

    left: ChainProfile
    right: ChainProfile
    score: float
    reason: str


def group_chains(profiles: Sequence[ChainProfile], said: Said) -> tuple[list[list[ChainProfile]], list[Link]]:
    """Groups of chains, each chain in one, and the links that were kept."""
    bundles = bundle_profiles(profiles, said)
    heads = [_merge(bundle) for bundle in bundles]
    number = {profile.chain: place for place, bundle in enumerate(bundles) for profile in bundle}
    links = [link for bundle in bundles for link in _links_within(bundle)]
    judged = _by_bundle(said, number, heads)
    links += _keep_consistent(heads, drop_rivals(find_links(heads, judged)), judged)
    groups = build_groups([p.chain for p in profiles], [(link.left.chain, link.right.chain) for link in links])
    by_chain = {profile.chain: profile for profile in profiles}
    return [[by_chain[chain] for chain in group] for group in groups], links


def bundle_profiles(profiles: Sequence[ChainProfile], said: Said = {}) -> list[list[ChainProfile]]:  # noqa: B006
    """Profiles that are the same by name, kind, country, place and posts, together; those judged by a person alone."""
    judged = {chain for pair in said for chain in pair}
    bundles: dict[object, list[ChainProfile]] = defaultdict(list)
    for profile in profiles:
        names = frozenset(map(name_key, profile.names))
        sign: object = profile.identity or (profile.kind, names, profile.country, profile.places, profile.posts)
        bundles[profile.chain if profile.chain in judged or not (profile.identity or names) else sign].append(profile)
    return list(bundles.values())


def _merge(bundle: Sequence[ChainProfile]) -> ChainProfile:
    """The first profile with the names, posts and keys of all."""
    first = bundle[0]
    if len(bundle) == 1:
        return first
    return replace(
        first,
        names=tuple(sorted({name for profile in bundle for name in profile.names})),
        posts=tuple(sorted({post for profile in bundle for post in profile.posts})),
        places=tuple(sorted({place for profile in bundle for place in profile.places})),
        keys=tuple(sorted({key for profile in bundle for key in profile.keys})),
        spans=tuple(span for profile in bundle for span in profile.spans),
        report="" if len({profile.report for profile in bundle}) > 1 else first.report,
    )


def _links_within(bundle: Sequence[ChainProfile]) -> list[Link]:
    return [
        Link(bundle[0], other, *((score, reason) if score >= SAME else (0.9, f"both are called {other.name}")))
        for other in bundle[1:]
        for score, reason in [score_pair(bundle[0], other)]
    ]


def _by_bundle(said: Said, number: Mapping[str, int], heads: Sequence[ChainProfile]) -> dict[tuple[str, str], bool]:
    return {
        (heads[number[left]].chain, heads[number[right]].chain): verdict
        for (left, right), verdict in said.items()
        if left in number and right in number
    }


def find_links(profiles: Sequence[ChainProfile], said: Said = {}) -> list[Link]:  # noqa: B006
    """Every link between profiles that share a key, strongest first; what a person said comes before all."""
    blocks: dict[str, list[int]] = defaultdict(list)
    for number, profile in enumerate(profiles):
        for key in profile.keys:
            blocks[key].append(number)
    pairs = {(i, j) for block in blocks.values() for place, i in enumerate(block) for j in block[place + 1 :]}
    links: list[Link] = []
    for i, j in sorted(pairs):
        left, right = profiles[i], profiles[j]
        if left.report == right.report and not (left.names and right.names):
            continue
        score, reason = score_pair(left, right)
        if score >= SAME and _verdict(said, left, right) is None:
            links.append(Link(left, right, score, reason))
    by_chain = {profile.chain: profile for profile in profiles}
    for (one, other), verdict in said.items():
        if verdict and one != other:
            links.append(Link(by_chain[one], by_chain[other], 2.0, "a person says so"))
    return sorted(links, key=lambda link: (-link.score, link.left.chain, link.right.chain))


def _verdict(said: Said, left: ChainProfile, right: ChainProfile) -> bool | None:
    return said.get((left.chain, right.chain), said.get((right.chain, left.chain)))


def drop_rivals(links: Sequence[Link]) -> list[Link]:
    """The links without those by which one surname would go to two people who cannot be one."""
    holders: dict[str, list[ChainProfile]] = defaultdict(list)
    for link in links:
        for short, long in ((link.left, link.right), (link.right, link.left)):
            if is_surname_link(short, long):
                holders[short.chain].append(long)
    torn = {chain for chain, people in holders.items() if _any_contradict(people)}
    return [
        link
        for link in links
        if not (
            (link.left.chain in torn and is_surname_link(link.left, link.right))
            or (link.right.chain in torn and is_surname_link(link.right, link.left))
        )
    ]


def _any_contradict(people: Sequence[ChainProfile]) -> bool:
    return any(score_pair(one, other)[0] < 0 for place, one in enumerate(people) for other in people[place + 1 :])


def _keep_consistent(heads: Sequence[ChainProfile], links: Iterable[Link], said: Said) -> list[Link]:
    group_of = {profile.chain: [profile] for profile in heads}
    kept: list[Link] = []
    for link in links:
        left, right = group_of[link.left.chain], group_of[link.right.chain]
        if left is not right:
            pairs = [(one, other) for one in left for other in right]
            if any(_verdict(said, one, other) is False for one, other in pairs):
                continue
            if link.score <= 1 and any(score_pair(one, other)[0] < 0 for one, other in pairs):
                continue
            left += right
            for profile in right:
                group_of[profile.chain] = left
        kept.append(link)
    return kept
