"""Places: names to gazetteer entries by the report's own context, or to none."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tellings.annotate.gazetteer import find_index, load_gazetteer
from tellings.annotate.gazetteer_build import fold_name, fold_names, number_of, numbers_of, skeletons_of
from tellings.annotate.parse import parse_report
from tellings.annotate.places import find_places, resolve_toponyms
from tellings.annotate.places_names import build_toponym
from tellings.records import Mention, Place, Report, Span


def report_of(text: str) -> Report:
    return Report("report-1", "capture-1", "page.txt", None, None, None, None, "en", text)


def resolve(text: str, *wordings: str) -> dict[str, Place]:
    """The named wordings (each at its first place in the text) resolved together."""
    report = report_of(text)
    toponyms = []
    for wording in wordings:
        start = text.index(wording)
        toponym = build_toponym(report, Span(report.id, start, start + len(wording)))
        assert toponym
        toponyms.append(toponym)
    toponyms.sort(key=lambda toponym: toponym.span)
    places = resolve_toponyms(report, toponyms, parse_report(report))
    return {place.name: place for place in places}


def test_the_reports_country_decides_between_towns_of_one_name() -> None:
    honduras = resolve("Floods cut off La Ceiba and Trujillo. Honduras sent boats from Tegucigalpa.",
                       "La Ceiba", "Trujillo", "Honduras", "Tegucigalpa")  # fmt: skip
    peru = resolve("The court in Trujillo heard the case, Peru said. A judge flew in from Chiclayo and Lima.",
                   "Trujillo", "Peru", "Chiclayo", "Lima")  # fmt: skip
    assert honduras["Trujillo"].country == "HN"
    assert peru["Trujillo"].country == "PE"


def test_what_is_named_behind_a_town_decides_first() -> None:
    found = resolve(
        "She was born in Paris, Texas, and studied in Athens, Ga., before that.", "Paris", "Texas", "Athens"
    )
    assert (found["Paris"].country, found["Paris"].admin1) == ("US", "Texas")
    assert found["Athens"].admin1 == "Georgia"


def test_large_towns_and_countries_need_no_context() -> None:
    found = resolve("Talks in Nairobi ended without a word on Turkey.", "Nairobi", "Turkey")
    assert (found["Nairobi"].country, found["Nairobi"].feature) == ("KE", "PPLC")
    assert (found["Turkey"].country, found["Turkey"].feature) == ("TR", "PCLI")


def test_a_country_is_not_taken_for_a_town_of_its_name_unless_a_state_stands_behind() -> None:
    text = "Tariffs on China were felt in Houston, Austin, Dallas and Beaumont."
    assert resolve(text, "China", "Houston", "Austin", "Dallas", "Beaumont")["China"].country == "CN"
    assert resolve("The rail yard at China, Texas, closed.", "China", "Texas")["China"].country == "US"


def test_spellings_of_one_place_resolve_to_one_entry() -> None:
    text = "Kosovo police went to Štrpce. Others wrote Shterpce, and one paper Strpac, from Pristina."
    found = resolve(text, "Kosovo", "Štrpce", "Shterpce", "Strpac", "Pristina")
    assert len({found[name].geonames_id for name in ("Štrpce", "Shterpce", "Strpac")}) == 1
    assert found["Strpac"].country == "XK"


def test_part_of_a_country_is_placed_in_the_country_without_a_district() -> None:
    place = resolve("Shelling was heard in northern Kosovo.", "northern Kosovo")["northern Kosovo"]
    assert (place.country, place.admin1, place.feature) == ("XK", None, "PCLI")


def test_what_the_gazetteer_lacks_stays_unresolved_with_the_country_of_the_report() -> None:
    place = resolve("Villagers in Qwyndelburra fled towards Lima and Cusco, Peru said.",
                    "Qwyndelburra", "Lima", "Cusco", "Peru")["Qwyndelburra"]  # fmt: skip
    assert (place.geonames_id, place.lat, place.country) == (None, None, "PE")


def test_a_river_is_not_taken_for_a_town_of_its_name() -> None:
    found = resolve("Police in Quito said the San Miguel river rose in Ecuador.", "Quito", "San Miguel", "Ecuador")
    assert (found["San Miguel"].geonames_id, found["San Miguel"].country) == (None, "EC")


def test_a_small_place_is_taken_where_the_report_s_country_has_only_one() -> None:
    assert resolve("Nepal sent help to Taplejung.", "Nepal", "Taplejung")["Taplejung"].country == "NP"


def test_regions_and_seas_are_not_taken_for_villages() -> None:
    found = resolve("Ships left the Pacific for the Middle East.", "Pacific", "Middle East")
    assert found["Pacific"].geonames_id is None
    assert found["Middle East"].feature == "RGN"


@pytest.mark.parametrize(
    ("text", "wording", "literal"),
    [
        ("Kenya rejected the offer.", "Kenya", False),
        ("Soldiers arrived in Kenya on Monday.", "Kenya", True),
        ("The minister accused Kenya of delay.", "Kenya", False),
        ("Kenya's government fell.", "Kenya", False),
        ("Rain fell across Kenya.", "Kenya", True),
        ("Kenya lies on the equator.", "Kenya", True),
        ("The Bank of Kenya raised its rate.", "Kenya", False),
        ("Ministers weighed Kenya's reluctance to sign.", "Kenya", False),
        ("Fishermen followed Kenya's coast.", "Kenya", True),
        ("Engineers put pressure on Peru over the dam.", "Peru", False),
        ("Engineers built a dam in Peru.", "Peru", True),
        ("Norway is ready to talk.", "Norway", False),
        ("Norway is cold in winter.", "Norway", True),
        ("Peru was accused of delay.", "Peru", False),
        ("Peru was hit by floods.", "Peru", True),
        ("They gave Peru two ships.", "Peru", False),
        ("They met in Lima, Peru.", "Peru", True),
        ("The train between Madrid and Lisbon was late.", "Madrid", True),
        ("An agreement with Tehran was near.", "Tehran", False),
    ],
)
def test_a_place_that_acts_is_not_meant_literally(text: str, wording: str, literal: bool) -> None:
    assert resolve(text, wording)[wording].literal is literal


def test_mentions_decide_what_is_a_place() -> None:
    report = report_of("Jordan scored twice in Jordan.")
    mentions = [
        Mention("mention-1", Span(report.id, 0, 6), "person", "name", "c1", "Jordan"),
        Mention("mention-2", Span(report.id, 23, 29), "place", "name", "c2", "Jordan"),
    ]
    (place,) = find_places(report, parse_report(report), mentions)
    assert (place.span.start, place.country) == (23, "JO")


def test_without_mentions_the_parser_s_entities_are_taken() -> None:
    report = report_of("They flew from Lagos to Berlin and then drove to Poland.")
    assert {place.name for place in find_places(report, parse_report(report), [])} == {"Lagos", "Berlin", "Poland"}


@pytest.mark.parametrize(
    ("text", "wording"),
    [
        ("Officers of the Nakuru County Council met the Mombasa Port Authority.", "Mombasa"),
        ("KISUMU — The lake rose again overnight.", "KISUMU"),
        ("A Kenyan driver was held. The Kenya Rugby Union paid his fine.", "Kenya"),
    ],
)
def test_places_inside_other_names_are_found(text: str, wording: str) -> None:
    report = report_of(text)
    assert wording in {place.name for place in find_places(report, parse_report(report), [])}


@pytest.mark.parametrize(
    "text", ["She resigned in March.", "The Supreme Court sat in chambers.", "Talks at Central Hall."]
)
def test_months_and_institutions_are_no_places(text: str) -> None:
    report = report_of(text)
    found = {place.name for place in find_places(report, parse_report(report), [])}
    assert not found & {"March", "Supreme", "Supreme Court", "Central"}


def test_a_mention_of_two_places_gives_both() -> None:
    report = report_of("The bus left Nairobi for Mombasa at dawn.")
    mention = Mention("mention-1", Span(report.id, 13, 32), "place", "name", "c1", "Nairobi for Mombasa")
    assert [place.name for place in find_places(report, parse_report(report), [mention])] == ["Nairobi", "Mombasa"]


def test_names_are_folded_alike() -> None:
    assert fold_name("St. Louis") == fold_name("Saint Louis")
    assert fold_name("Štrpce") == fold_name("strpce")
    assert skeletons_of(["Shterpce", "Štrpce", "Strpac"]) == ["strpc"] * 3


def test_the_index_is_built_once_and_moves_aside_when_a_folder_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    path = find_index()
    monkeypatch.setenv("XDG_CACHE_HOME", str(path.parent.parent))
    monkeypatch.setenv("TELLINGS_CACHE", str(blocked / "below"))
    monkeypatch.setattr("tellings.annotate.gazetteer.build_index", lambda target: target.write_bytes(b"built"))
    made = find_index()
    assert made.is_file()
    assert find_index() == made


def test_of_two_that_need_the_index_at_once_one_builds_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    built = []

    def build(target: Path) -> None:
        built.append(target)
        time.sleep(0.2)
        target.write_bytes(b"built")

    monkeypatch.setattr("tellings.annotate.gazetteer._folders", lambda: iter([tmp_path]))
    monkeypatch.setattr("tellings.annotate.gazetteer.build_index", build)
    with ThreadPoolExecutor(3) as pool:
        found = set(pool.map(lambda _: find_index(), range(3)))
    assert len(built) == 1
    assert [path.parent for path in found] == [tmp_path]


@settings(max_examples=30, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_wording_gives_a_span_that_resolves(wording: str) -> None:
    report = report_of(f"x {wording} y")
    toponym = build_toponym(report, Span(report.id, 2, 2 + len(wording)))
    if toponym:
        assert toponym.span.of(report) == toponym.wording
        assert isinstance(load_gazetteer().find(toponym.key), tuple)


KEY_LETTERS = st.text(alphabet=st.sampled_from("st ehmf\nxéж'."), max_size=12)


@given(st.lists(KEY_LETTERS, min_size=1, max_size=5))
def test_keys_made_together_are_those_made_alone(wordings: list[str]) -> None:
    keys = fold_names(wordings)
    assert keys == [fold_name(wording) for wording in wordings]
    assert numbers_of(keys).tolist() == [number_of(key) for key in keys]


def test_key_writes_saints_out_and_drops_the_article() -> None:
    assert fold_names(["  The St. St Helens", "Ft.  Mt", "est the ste x"]) == [
        "saint saint helens", "fort mt", "est the sainte x",
    ]  # fmt: skip


def test_a_row_of_names_is_gone_through_once() -> None:
    """It took time that grew with the square of their number: a minute for a thousand."""
    report = report_of("The list of towns was read out. " + "New York " * 350 + "were named.")
    found = find_places(report, parse_report(report), ())
    assert len(found) > 300
    assert all(before.span.end <= after.span.start for before, after in pairwise(found))
