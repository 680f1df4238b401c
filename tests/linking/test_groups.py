"""Groups are the connected components, whatever the order of the links."""

from hypothesis import given
from hypothesis import strategies as st

from tellings.linking.groups import build_groups, settle
from tellings.records import Judgement

MEMBERS = [str(n) for n in range(12)]
LINKS = st.lists(st.tuples(st.sampled_from(MEMBERS), st.sampled_from(MEMBERS)))


@given(LINKS, st.randoms())
def test_order_of_links_changes_nothing(links: list[tuple[str, str]], chance: object) -> None:
    shuffled = sorted(links, key=lambda link: hash((chance, link)))
    assert {frozenset(g) for g in build_groups(MEMBERS, links)} == {
        frozenset(g) for g in build_groups(MEMBERS, shuffled)
    }


@given(LINKS)
def test_every_member_is_in_one_group_and_linked_ones_in_the_same(links: list[tuple[str, str]]) -> None:
    groups = build_groups(MEMBERS, links)
    assert sorted(member for group in groups for member in group) == sorted(MEMBERS)
    group_of = {member: number for number, group in enumerate(groups) for member in group}
    assert all(group_of[left] == group_of[right] for left, right in links)
    assert len(groups) >= len(MEMBERS) - len(links)


def judge(verdict: bool, by: str) -> Judgement:
    return Judgement(f"j-{by}-{verdict}", "b", "a", "copy_of", verdict, 1.0, "", by)


def test_a_person_outranks_a_stage_in_either_order() -> None:
    stages = frozenset({"trace_copies"})
    by_stage, by_person = judge(True, "trace_copies"), judge(False, "A. Reader")
    for order in ([by_stage, by_person], [by_person, by_stage]):
        assert settle(order, stages=stages)[("a", "b")] is by_person
    assert settle([by_person, judge(True, "A. Reader")], stages=stages)[("a", "b")].verdict is True
