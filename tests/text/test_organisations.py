"""International organisations by name and acronym."""

from tellings.text.organisations import parse_organisation, read_organisations


def test_name_and_acronym_meet() -> None:
    assert parse_organisation("the World Food Programme") == parse_organisation("WFP")
    assert parse_organisation("Unicef") == parse_organisation("UNICEF") is not None
    assert parse_organisation("who") is None
    assert parse_organisation("Harbour Board") is None


def test_force_and_alliance_are_two() -> None:
    assert parse_organisation("KFOR") != parse_organisation("NATO")


def test_keys_and_names_are_unique() -> None:
    rows = read_organisations()
    wordings = [wording for row in rows for wording in (*row.names, *row.acronyms)]
    assert len({row.key for row in rows}) == len(rows)
    assert len(set(wordings)) == len(wordings)
