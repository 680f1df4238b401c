"""Entities across the reports of a story; the mentions are made by hand, so that nothing is parsed."""

from collections.abc import Sequence

import pytest

from tellings.records import Entity, Judgement, Mention, Place, Report, Span, Story, make_id
from tellings.resolve.entities import STAGE
from tellings.stage import Group

Naming = tuple[str, str, str, str]  # chain, wording, kind, form


def build_story(*tellings: Sequence[Naming], roles: dict[str, tuple[str, str]] | None = None) -> Group:
    reports, mentions = [], []
    for number, namings in enumerate(tellings):
        text = " ; ".join(wording for _, wording, _, _ in namings)
        report = Report(
            id=f"r{number}", capture="c", origin="o", outlet=None, title=None, byline=None, published=None,
            language="en", text=text,
        )  # fmt: skip
        reports.append(report)
        place = 0
        for chain, wording, kind, form in namings:
            names = [w for c, w, _, f in namings if c == chain and f in ("name", "acronym")]
            role, country = (roles or {}).get(f"r{number}.{chain}", (None, None))
            span = Span(report.id, place, place + len(wording))
            name = max(names, key=len) if names else wording
            mentions.append(
                Mention(make_id("mention", span), span, kind, form, f"r{number}.{chain}", name, role, country)
            )
            place += len(wording) + 3
    story = Story("story-1", tuple(report.id for report in reports))
    return Group("story-1", {Report: reports, Mention: mentions, Story: [story], Place: []})


def entities_of(group: Group) -> list[Entity]:
    return [record for record in STAGE.run(group) if isinstance(record, Entity)]


def chains_of(group: Group) -> set[frozenset[str]]:
    return {frozenset(entity.chains) for entity in entities_of(group)}


def name(chain: str, wording: str, kind: str = "person") -> Naming:
    return (chain, wording, kind, "name")


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("Aleksandar Vučić", "Aleksandar Vucic", "person"), ("Vučić", "Aleksandar Vucic", "person"),
        ("Alexander Vucic", "Aleksandar Vučić", "person"), ("A. Vucic", "Aleksandar Vučić", "person"),
        ("Shterpce", "Štrpce", "place"), ("Kosovo Force", "KFOR", "organisation"),
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky", "person"), ("US", "United States", "place"),
        ("World Health Organisation", "WHO", "organisation"), ("Zaporizhia", "Zaporizhzhia", "place"),
        ("Xi", "Xi Jinping", "person"), ("Kim Jong-un", "Kim Jong Un", "person"), ("Kim", "Kim Jong Un", "person"),
        ("Shinzo Abe", "Abe Shinzo", "person"), ("Bashar al-Assad", "Bashar Assad", "person"),
        ("Muammar al-Gaddafi", "Moammar Qadhafi", "person"), ("el-Sisi", "Abdel Fattah al-Sisi", "person"),
        ("Chávez", "Hugo Chavez Frías", "person"), ("López Obrador", "Andrés Manuel López Obrador", "person"),
        ("Lula", "Luiz Inácio Lula da Silva", "person"), ("Bill Clinton", "William Clinton", "person"),
        ("Nguyen Xuan Phuc", "Nguyễn Xuân Phúc", "person"), ("Tedros", "Tedros Adhanom Ghebreyesus", "person"),
        ("Hezbollah", "Hizbullah", "organisation"), ("Al-Shabaab", "al Shabab", "organisation"),
        ("Health Ministry", "Ministry of Health", "organisation"), ("FirstGroup", "First Group", "organisation"),
        ("Rail Safety Board", "RSB", "organisation"),
    ],
)  # fmt: skip
def test_one_entity(one: str, other: str, kind: str) -> None:
    assert chains_of(build_story([name("a", one, kind)], [name("b", other, kind)])) == {frozenset({"r0.a", "r1.b"})}


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("NATO", "KFOR", "organisation"), ("Ana Petrović", "Goran Petrović", "person"), ("Mali", "Malta", "place"),
        ("Petrov", "Petrova", "person"),
        ("Niger", "Nigeria", "place"), ("Iran", "Iraq", "place"), ("North Korea", "South Korea", "place"),
        ("Kosovo Police", "Kosovo Force", "organisation"), ("Scotland", "United Kingdom", "place"),
        ("Kim Jong Un", "Kim Yo Jong", "person"), ("Li Keqiang", "Li Qiang", "person"),
        ("Rahul Gandhi", "Sonia Gandhi", "person"), ("Ayman al-Zawahiri", "Ayman al-Safadi", "person"),
        ("Luis Guillermo Solís", "Ottón Solís", "person"), ("Uhuru Kenyatta", "Jomo Kenyatta", "person"),
        ("Park Geun-hye", "Park Chung-hee", "person"), ("Guinea", "Equatorial Guinea", "place"),
        ("Ministry of Health", "Ministry of Defence", "organisation"),
        ("Bank of England", "Bank of Ireland", "organisation"),
    ],
)  # fmt: skip
def test_two_entities(one: str, other: str, kind: str) -> None:
    assert len(chains_of(build_story([name("a", one, kind)], [name("b", other, kind)]))) == 2


def test_a_surname_between_two_people_joins_neither_into_one() -> None:
    group = build_story([name("a", "Ana Petrović")], [name("b", "Goran Petrović")], [name("c", "Petrović")])
    assert not any({"r0.a", "r1.b"} <= chains for chains in chains_of(group))


def test_a_family_name_between_two_people_joins_neither_into_one() -> None:
    group = build_story([name("a", "Kim Jong Un")], [name("b", "Kim Yo Jong")], [name("c", "Kim")])
    assert not any({"r0.a", "r1.b"} <= chains for chains in chains_of(group))


def test_a_known_body_under_other_words() -> None:
    one, other = "International Committee of the Red Cross", "International Committee for the Red Cross"
    group = build_story([name("a", one, "organisation")], [name("b", other, "organisation")])
    assert chains_of(group) == {frozenset({"r0.a", "r1.b"})}


def test_a_post_and_its_holder_in_the_same_country() -> None:
    roles = {"r0.a": ("president", "PE"), "r1.b": ("president", "PE"), "r2.c": ("president", "CL")}
    group = build_story(
        [name("a", "Lucía Ferrandi")],
        [("b", "Peru's president", "office", "nominal"), ("b", "the president", "office", "nominal")],
        [("c", "Chile's president", "office", "nominal"), ("c", "the president", "office", "nominal")],
        roles=roles,
    )
    chains = chains_of(group)
    assert frozenset({"r0.a", "r1.b"}) in chains
    assert frozenset({"r2.c"}) in chains


def test_the_police_of_one_country_are_one_and_of_two_countries_two() -> None:
    roles = {"r0.a": ("", "KE"), "r1.b": ("", "KE"), "r2.c": ("", "UG")}
    namings = [("a", "Kenyan police"), ("b", "the police of Kenya"), ("c", "Ugandan police")]
    group = build_story(*[[(c, w, "group", "nominal")] * 2 for c, w in namings], roles=roles)
    assert frozenset({"r2.c"}) in chains_of(group)
    group = build_story(
        *[[(c, w, "group", "nominal")] * 2 for c, w in [namings[0], ("b", "Kenyan police")]], roles=roles
    )
    assert chains_of(group) == {frozenset({"r0.a", "r1.b"})}


def test_names_aliases_and_identifiers() -> None:
    group = build_story(
        [name("a", "Vučić"), name("k", "Kosovo", "place")],
        [name("b", "Aleksandar Vučić"), name("b", "Vučić"), name("l", "Kosovo", "place")],
    )
    by_name = {entity.name: entity for entity in entities_of(group)}
    assert by_name["Aleksandar Vučić"].aliases == ("Vučić",)
    assert ("iso3166", "XK") in by_name["Kosovo"].identifiers
    assert len(by_name["Kosovo"].mentions) == 2


def test_every_join_has_a_reason_and_evidence_that_resolves() -> None:
    group = build_story([name("a", "Štrpce", "place")], [name("b", "Shterpce", "place")])
    judgements = [record for record in STAGE.run(group) if isinstance(record, Judgement)]
    assert [judgement.reason for judgement in judgements] == ["Štrpce and Shterpce are two spellings of one name"]
    reports = {report.id: report for report in group.of(Report)}
    assert {span.of(reports[span.report]) for span in judgements[0].evidence} == {"Štrpce", "Shterpce"}


def test_nothing_in_nothing_out_and_twice_the_same() -> None:
    assert list(STAGE.run(build_story([]))) == []
    group = build_story([name("a", "Vučić")], [name("b", "Vucic")])
    assert list(STAGE.run(group)) == list(STAGE.run(group))


def test_a_person_outranks_the_stage() -> None:
    group = build_story([name("a", "Vučić"), name("n", "Ana Petrović")], [name("b", "Vucic"), name("m", "Mara Ilić")])
    said = [
        Judgement("j1", "r0.a", "r1.b", "same_entity", False, 1.0, "two men", "reader", scope="story-1"),
        Judgement("j2", "r0.n", "r1.m", "same_entity", True, 1.0, "she married", "reader", scope="story-1"),
    ]
    kinds = {kind: group.of(kind) for kind in (Report, Mention, Story, Place)}
    chains = chains_of(Group("story-1", kinds | {Judgement: said}))
    assert frozenset({"r0.n", "r1.m"}) in chains
    assert frozenset({"r0.a"}) in chains


def test_a_hundred_copies_are_quick_and_one() -> None:
    group = build_story(*[[name("a", "Ana Petrović"), name("k", "Kosovo", "place")] for _ in range(100)])
    assert sorted(len(chains) for chains in chains_of(group)) == [100, 100]
