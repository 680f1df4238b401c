"""Who may be asked in due form, and when two names may be one party."""

from tellings.assemble.parties import Party, most_named


def party(name: str, *keys: str, certain: bool = True) -> Party:
    return Party(name, frozenset(keys), certain)


def test_a_shared_country_counts_only_where_it_is_let() -> None:
    state, army = party("Mali", "mali", "country ML"), party("army", "army", "country ML")
    assert state.same_as(army)
    assert not state.same_as(army, by_country=False)


def test_the_party_of_most_reports_is_named_and_a_name_goes_before_a_noun() -> None:
    named, bare = party("River Board"), party("the board of the river", certain=False)
    assert most_named([("a", bare), ("b", bare), ("c", named)]) is named
    assert most_named([]) is None
