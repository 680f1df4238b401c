"""Mentions and their chains within one report; the reports are written for these tests."""

from functools import lru_cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate.mentions import STAGE, find_mentions
from tellings.annotate.parse import parse_report
from tellings.records import Mention, Report
from tellings.stage import Cut


def build_report(body: str, title: str = "") -> Report:
    text = f"{title}\n\n{body}" if title else body
    return Report(
        id="r", capture="c", origin="o", outlet=None, title=title or None, byline=None, published=None, language="en",
        text=text,
    )  # fmt: skip


@lru_cache(maxsize=64)
def read(body: str, title: str = "") -> tuple[Report, tuple[Mention, ...]]:
    report = build_report(body, title)
    return report, tuple(find_mentions(report, parse_report(report)))


def mention_of(body: str, wording: str, title: str = "") -> Mention:
    report, mentions = read(body, title)
    found = [mention for mention in mentions if wording in mention.span.of(report)]
    assert found, [mention.span.of(report) for mention in mentions]
    return min(found, key=lambda mention: mention.span.end - mention.span.start)


def same(body: str, one: str, other: str, title: str = "") -> bool:
    return mention_of(body, one, title).chain == mention_of(body, other, title).chain


DAM = (
    "Peruvian President Lucía Ferrandi opened the dam on Monday. Ferrandi said she would return in spring. "
    "Jorge Montalvo, head of the Water Board, was not invited. He left the town early. "
    "The International Dam Authority (IDA) had asked for a delay. IDA said its engineers were worried."
)


def test_title_name_and_surname_are_one() -> None:
    assert same(DAM, "Lucía Ferrandi", "Ferrandi said"[:8])
    assert mention_of(DAM, "Lucía").name == "Lucía Ferrandi"
    assert mention_of(DAM, "Lucía").role == "Peruvian President"
    assert mention_of(DAM, "Lucía").country == "PE"


def test_pronouns_follow_their_person() -> None:
    assert same(DAM, "Lucía", "she")
    assert same(DAM, "Jorge Montalvo", "He")
    assert not same(DAM, "Lucía", "Jorge Montalvo")


def test_apposition_gives_the_role() -> None:
    assert mention_of(DAM, "Jorge Montalvo").role == "head of the Water Board"


def test_acronym_in_brackets_and_its_pronoun() -> None:
    assert same(DAM, "International Dam Authority", "IDA")
    assert mention_of(DAM, "IDA").kind == "organisation"
    assert mention_of(DAM, "IDA").name == "International Dam Authority"
    assert same(DAM, "IDA", "its")


COUNTRY = (
    "Kenya's parliament met in Nairobi. Kenyan farmers protested outside. The protesters, who came from the north, "
    "said the country had forgotten them. Kenyans pay too much, the farmers said."
)


def test_demonyms_and_possessives_lead_to_the_country() -> None:
    assert same(COUNTRY, "Kenya", "Kenyan")
    assert mention_of(COUNTRY, "Kenyan").country == "KE"
    assert same(COUNTRY, "Kenya", "the country")


def test_people_are_a_group_and_no_country() -> None:
    assert mention_of(COUNTRY, "Kenyans").kind == "group"
    assert not same(COUNTRY, "Kenya", "Kenyans")
    assert same(COUNTRY, "The protesters", "who")


SPELT = "Goran Petrović spoke first. Petrovic was calm. Mr Petrović then left with Ana Petrović."


def test_accents_do_not_part_a_person_and_two_full_names_stay_two() -> None:
    report, mentions = read(SPELT)
    chains = {mention.chain for mention in mentions if "Goran" in mention.span.of(report)}
    others = {mention.chain for mention in mentions if "Ana" in mention.span.of(report)}
    assert chains.isdisjoint(others)


def test_laws_and_resolutions() -> None:
    body = "The council cited Resolution 1701 again. The Clean Rivers Act passed in May."
    assert mention_of(body, "Resolution 1701").kind == "law"
    assert mention_of(body, "Clean Rivers Act").kind == "law"


def test_force_and_alliance_are_not_one() -> None:
    body = "The NATO-led Kosovo Force (KFOR) refused. NATO backed it. The alliance has 31 members. The force is small."
    assert not same(body, "NATO backed"[:4], "KFOR")
    assert same(body, "NATO", "The alliance")
    assert same(body, "KFOR", "The force")
    assert same(body, "Kosovo Force", "KFOR")


def test_a_headline_in_title_case_makes_no_names() -> None:
    title = "Harbour Workers Refuse Night Shifts As Talks In Accra Fail"
    body = "Dock workers in Accra have refused to work at night. Talks in Accra failed on Friday."
    report, mentions = read(body, title)
    named = {m.span.of(report) for m in mentions if m.form == "name" and m.span.end <= len(title)}
    assert named == {"Accra"}


def test_posts_named_before_their_holder_join_him() -> None:
    body = "The mayor of Lund refused to speak. Mayor Karin Holm was expected to resign. The mayor said nothing."
    assert same(body, "Karin Holm", "The mayor said"[:9])


def test_the_text_says_what_it_is() -> None:
    body = (
        "Fighters of the militant group Anda Rukh crossed the river. Anda Rukh has denied it. Anda Rukh fighters fled."
    )
    assert mention_of(body, "Anda Rukh").kind == "organisation"
    body = "The road to the town of Belvessa was closed. Belvessa lies in a valley."
    assert mention_of(body, "Belvessa").kind == "place"


def test_an_empty_it_is_no_mention() -> None:
    report, mentions = read("The bank closed. It is clear that many people lost money.")
    assert all(mention.span.of(report) != "It" for mention in mentions)


@pytest.mark.parametrize(
    "body", ["", "🙂🙂", "\u200f\u202eשלום", "(((", "\ud800 broken text", "A" * 3000, "word " * 3000]
)
def test_odd_texts_are_survived(body: str) -> None:
    report, mentions = read(body)
    for mention in mentions:
        assert mention.span.of(report)


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="AbcČ .,()'\"-’KFOR1 \nNATOhesaid", max_size=120))
def test_spans_resolve_and_stretches_are_unique(body: str) -> None:
    report = build_report(body)
    mentions = find_mentions(report, parse_report(report))
    assert all(mention.span.of(report) for mention in mentions)
    assert len({mention.span for mention in mentions}) == len(mentions)
    assert mentions == find_mentions(report, parse_report(report))


def test_the_stage_reads_and_writes() -> None:
    assert STAGE.cut is Cut.EACH
    assert STAGE.writes == (Mention,)


@pytest.mark.parametrize(
    ("body", "one", "other"),
    [
        ("Thieves emptied the Baltic Music Store. The store had no alarm.", "Baltic Music Store", "The store"),
        ("Kestrel Airlines bought ten planes. The airline had lost money.", "Kestrel", "The airline"),
        ("Officials showed the Baltic T-90 tank. The T-90 is old.", "Baltic T-90", "The T-90"),
        ("Inspectors stopped three new ships. Storms kept the boats in port.", "three new ships", "the boats"),
        ("Guests met the prime minister, Ana Ruiz, in Lima.", "the prime minister", "Ana Ruiz"),
        ("The ministry warned the bank. Kestrel Airways cut its prices.", "Kestrel", "its"),
    ],
)
def test_other_words_for_one_thing_are_one_chain(body: str, one: str, other: str) -> None:
    assert same(body, one, other)


@pytest.mark.parametrize(
    ("body", "one", "other"),
    [
        ("Dealers sold the Baltic B90 and the Baltic B95. The B95 is new.", "Baltic B90", "The B95"),
        ("Kestrel Airways bought planes. An airline in Peru went bankrupt.", "Kestrel", "An airline"),
    ],
)
def test_what_may_be_another_stays_another(body: str, one: str, other: str) -> None:
    assert not same(body, one, other)


def test_a_name_may_begin_with_a_small_letter_before_a_capital() -> None:
    _, mentions = read("Lenders sued zPayer on Monday. Users of zPayer waited.")
    makes = [mention for mention in mentions if mention.name == "zPayer"]
    assert len(makes) == 2 and len({mention.chain for mention in makes}) == 1
    assert {mention.form for mention in makes} == {"name"}


def test_a_company_is_one_with_and_without_its_suffix() -> None:
    report, mentions = read("Norlift Ltd. was fined on Monday. The court said Norlift had paid late.")
    found = [mention for mention in mentions if "Norlift" in mention.span.of(report)]
    assert len(found) == 2 and len({mention.chain for mention in found}) == 1
    assert {mention.kind for mention in found} == {"organisation"}


NOVA = (
    "Harbin Motors said its Nordlys would be delayed. The owners of the older model must wait. "
    "Harbin Motors chief executive Mei Tanaka blamed the price of the batteries. "
    "The airline bought six eVega 4 buses and two 787-900 jets."
)


def wordings(body: str) -> set[str]:
    report, mentions = read(body)
    return {mention.span.of(report) for mention in mentions}


def test_phrases_with_of_are_taken_whole() -> None:
    assert {"The owners of the older model", "the price of the batteries"} <= wordings(NOVA)


def test_numbers_of_models_belong_to_the_name() -> None:
    assert any(wording.endswith(("eVega 4", "eVega 4 buses")) for wording in wordings(NOVA))
    assert any("787-900" in wording for wording in wordings(NOVA))


def test_a_description_before_a_name_is_a_mention_of_its_own() -> None:
    assert {"Harbin Motors chief executive", "Harbin Motors chief executive Mei Tanaka"} <= wordings(NOVA)
    assert mention_of(NOVA, "Mei Tanaka").form == "name"
    report, mentions = read(NOVA)
    chains = {mention.span.of(report): mention.chain for mention in mentions}
    assert chains["Harbin Motors chief executive"] == chains["Harbin Motors chief executive Mei Tanaka"]


def test_a_bare_post_before_a_name_is_no_mention_of_its_own() -> None:
    assert "President" not in wordings("On Monday President Lucía Ferrandi spoke to the owners.")


def test_whoever_is_forced_owns_what_must_be_cut() -> None:
    body = "The Lima Commission forced Harbin Motors to cut its prices. Harbin Motors will appeal."
    assert same(body, "Harbin Motors", "its")


def test_spokeswoman_before_a_name_makes_a_person() -> None:
    body = "Spokeswoman Zsuzsa Varga denied it. Varga named no date."
    assert mention_of(body, "Zsuzsa").kind == "person"
    assert same(body, "Zsuzsa", "Varga named"[:5])


@pytest.mark.parametrize(
    ("body", "town"),
    [
        ("Amparo Quispe, 41, of Tarapoto, lost her boat. Tarapoto is far away.", "Tarapoto"),
        ("Tirana-based Besa Lines fell. A Shkodra resident filed the claim. Shkodra has two ferries.", "Shkodra"),
        ("The mayor of Bukavu opened the bridge. Bukavu had waited for it.", "Bukavu"),
        ("Trains to Hanoi, Da Nang and Hue stood still. Da Nang was cut off.", "Da Nang"),
    ],
)
def test_towns_by_what_is_said_around_them(body: str, town: str) -> None:
    report, mentions = read(body)
    kinds = {mention.kind for mention in mentions if mention.span.of(report) == town}
    assert kinds == {"place"}


def test_an_age_behind_a_name_makes_a_person() -> None:
    assert mention_of("Amparo Quispe, 41, of Tarapoto, lost her boat.", "Amparo").kind == "person"


def test_an_acronym_is_not_the_person_whose_name_ends_so() -> None:
    body = "Kim Dae Un spoke for an hour. The UN gave no comment. Kim Dae Un left early."
    assert mention_of(body, "The UN").kind == "organisation"
    assert not same(body, "The UN", "Kim Dae Un")


def test_the_group_of_a_name_is_that_name_and_no_other() -> None:
    body = (
        "Red Lantern rebels took the port. Red Lantern is a militant group from the hills. "
        "The Blue Shield group stayed out of it. The town of Kassala was quiet. The town of Gedaref was not."
    )
    assert not same(body, "The Blue Shield group", "Red Lantern")
    assert same(body, "The town of Kassala", "Kassala")
    assert not same(body, "The town of Gedaref", "Kassala")


def test_groups_of_other_numbers_are_others() -> None:
    body = "The 21 miners came up at noon. Some 90 miners are still below, and the 90 miners have no water."
    assert not same(body, "The 21 miners", "Some 90 miners")
    assert same(body, "Some 90 miners", "the 90 miners")


def test_the_headline_of_another_story_names_nobody_new() -> None:
    body = "Peru sent engineers to the flooded valley.\n\nChile Demands Border Talks With Peru\n\nThe engineers came."
    assert not any("Demands" in wording for wording in wordings(body))
    assert mention_of(body, "Chile").kind == "place"


def test_parts_of_the_page_are_no_names() -> None:
    assert not {"Slideshow", "Explainer"} & wordings("Slideshow\n\nMs Ada Roe spoke. Explainer: who Ada Roe is.")


def test_two_countries_and_two_presidents_stay_open() -> None:
    body = "Peru and Chile signed it. The two countries had waited. The two presidents ate fish."
    assert not same(body, "Peru", "The two countries")
    assert not same(body, "Chile", "The two countries")


def test_first_of_two_surnames_and_family_names_that_come_first() -> None:
    assert same("Luis Alberto Quiroga Salinas spoke. Quiroga named no date.", "Luis", "Quiroga named"[:7])
    assert same("Xu Lanfen opened the dam. Xu stayed an hour.", "Xu Lanfen", "Xu stayed"[:2])
