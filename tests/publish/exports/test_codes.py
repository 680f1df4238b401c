import pytest

from tellings.code_events.intensity import load_intensities
from tellings.publish.exports.codes import (
    cameo_of,
    codes_of,
    goldstein_of,
    group_code,
    quad_of,
    read_rows,
    sector_codes,
    state_code,
)
from tellings.text.countries import read_countries


@pytest.mark.parametrize(
    ("kind", "mode", "contexts", "code"),
    [
        ("CONSULT", "phone", (), "041"),
        ("CONSULT", "visit", (), "04"),  # 042 visits, 043 hosts: which is not told
        ("CONSULT", None, ("diplomatic",), "040"),
        ("REQUEST", "assist", ("military", "refugee"), "10"),
        ("REJECT", "assist", ("economic",), "12"),
        ("COERCE", "arrest", ("legal",), "173"),
        ("ASSAULT", "heavy-weapons", ("military",), "19"),
        ("ASSAULT", "sexual", (), "1821"),
        ("ASSAULT", "suicide-attack", ("terrorism",), "183"),
        ("ASSAULT", None, ("legal", "military"), "196"),
        ("ACCUSE", None, (), "110"),
        ("ACCUSE", "investigate", (), "090"),
        ("THREATEN", "ban", ("executive",), "132"),
        ("PROTEST", "riot", ("executive",), "145"),
        ("AID", None, ("humanitarian",), "073"),
        ("MOBILIZE", "troops", ("military",), "15"),
        ("NONE", None, (), None),
    ],
)
def test_codes_say_no_more_than_type_mode_and_contexts(
    kind: str, mode: str | None, contexts: tuple[str, ...], code: str | None
) -> None:
    found = cameo_of(kind, mode, contexts)
    assert (found or "").startswith(code or "")
    assert found is None if code is None else len(found or "") >= len(code)
    if code and len(code) == 2:
        assert found in (code + "0", *(row[0] for row in read_rows("cameo.tsv") if row[1] == kind))


def test_every_type_and_mode_of_the_coder_has_a_code_goldstein_value_and_quad() -> None:
    for kind, mode in load_intensities():
        code = cameo_of(kind, mode or None, ())
        assert code, (kind, mode)
        assert goldstein_of(code) is not None
        assert quad_of(code) in (1, 2, 3, 4)


def test_codes_carry_over_exactly_where_the_mapping_is_one_to_one() -> None:
    rows = list(read_rows("cameo.tsv"))
    for code, kind, mode, contexts in rows:
        if sum(row[1:] == [kind, mode, contexts] for row in rows) == 1:
            assert cameo_of(kind, mode, contexts.split()) == code


def test_quads_and_goldstein_values_are_those_of_their_lists() -> None:
    assert [quad_of(code) for code in ("036", "057", "060", "0874", "090", "138", "140", "203")] == [
        1,
        1,
        2,
        2,
        3,
        3,
        4,
        4,
    ]
    assert (goldstein_of("0312"), goldstein_of("0874"), goldstein_of("1823"), goldstein_of("042")) == (
        5.2,
        10,
        -10,
        1.9,
    )
    assert goldstein_of("99") is None


def test_countries_have_the_codes_of_each_list() -> None:
    serbia, kosovo, germany = codes_of("RS"), codes_of("XK"), codes_of("DE")
    assert serbia and (serbia.fips, serbia.number, serbia.cameo, serbia.gw) == ("RI", "688", "SRB", 340)
    assert kosovo and (kosovo.fips, kosovo.number, kosovo.cameo, kosovo.gw) == ("KV", None, "KSV", 347)
    assert germany and (germany.fips, germany.gw, germany.acled, germany.ucdp) == ("GM", 260, "Europe", "Europe")
    assert codes_of("QQ") is None and codes_of(None) is None
    states = [country for country in read_countries() if country.cow]
    assert all((found := codes_of(each.iso2)) and found.fips and found.acled and found.ucdp for each in states)


def test_fips_codes_are_unique() -> None:
    codes = [row[1] for row in read_rows("countries.tsv") if row[1]]
    assert len(codes) == len(set(codes))


def test_bodies_sectors_and_states() -> None:
    assert (group_code("NATO"), group_code("World Bank"), group_code("Velden FC")) == ("NAT", "WBK", None)
    assert (sector_codes("REB").side, sector_codes("CVL").arms, sector_codes(None).cameo) == ("group", "unarmed", "")
    assert (state_code("Texas"), state_code("Bavaria")) == ("TX", None)
