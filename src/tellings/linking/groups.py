"""Judgements in, groups out: what is linked by a verdict ends in one group; a person's verdict outranks a stage's."""

from collections.abc import Hashable, Iterable
from typing import TypeVar

from tellings.records import Judgement

M = TypeVar("M", bound=Hashable)


def settle(judgements: Iterable[Judgement], *, stages: frozenset[str]) -> dict[tuple[str, str], Judgement]:
    """For each pair (smaller id first) the judgement that holds: a person's before a stage's, else the last given."""
    held: dict[tuple[str, str], Judgement] = {}
    for judgement in judgements:
        pair = (min(judgement.left, judgement.right), max(judgement.left, judgement.right))
        before = held.get(pair)
        if before is None or judgement.by not in stages or before.by in stages:
            held[pair] = judgement
    return held


def build_groups(members: Iterable[M], links: Iterable[tuple[M, M]]) -> list[list[M]]:
    """Connected components over `members` (each in exactly one group), members and groups in the order given."""
    parent = {member: member for member in members}

    def root(member: M) -> M:
        while parent[member] != member:
            parent[member] = parent[parent[member]]
            member = parent[member]
        return member

    for left, right in links:
        if left in parent and right in parent:
            parent[root(left)] = root(right)
    groups: dict[M, list[M]] = {}
    for member in parent:
        groups.setdefault(root(member), []).append(member)
    return list(groups.values())
