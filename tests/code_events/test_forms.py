"""Every form an event is told in, from own sentences: who did what to whom, how real, how many."""

from functools import lru_cache

import pytest

from tellings.annotate.parse import parse_report
from tellings.code_events.frames import QUADS, load_nouns, load_verbs
from tellings.code_events.intensity import find_intensity, load_intensities
from tellings.code_events.pairing import MOST_PAIRS
from tellings.code_events.plover import Reading, code_sentence
from tellings.records import Event, Report

_UP_TO = ("ASSAULT", "Raiders", "up to 40 Norwegian nurses")


@lru_cache(maxsize=256)
def code(text: str) -> tuple[Event, ...]:
    report = Report("r", "c", "own.txt", None, None, None, None, "en", text)
    found: list[Event] = []
    for sentence in parse_report(report):
        found += code_sentence(sentence, Reading((), (), (), (), None))
    return tuple(found)


def told(text: str) -> list[tuple[str, str | None, str | None]]:
    return [
        (event.type, event.actor.name if event.actor else None, event.recipient.name if event.recipient else None)
        for event in code(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # passive, relative, participial
        ("Finland was accused by Russia of jamming radio signals.", ("ACCUSE", "Russia", "Finland")),
        ("A treaty that Angola signed with Zambia was published on Monday.", ("SUPPORT", "Angola", "Zambia")),
        ("Villagers attacked by raiders near Malakal fled to Juba.", ("ASSAULT", "raiders", "Villagers")),
        # senses
        ("The minister blamed rebels for the blast.", ("ACCUSE", "minister", "rebels")),
        ("The rebels freed the girls on Saturday.", ("RETREAT", "rebels", "girls")),
        ("The court has barred the operator of the Orlec barrage.", ("COERCE", "court", "operator")),
        ("The barrage against Orlec killed nobody.", ("ASSAULT", None, "Orlec")),
        # nominal
        ("Bolivia's rejection of the offer from Chile was brief.", ("REJECT", "Bolivia", "Chile")),
        ("The arrest of two Laotian monks by soldiers drew crowds.", ("COERCE", "soldiers", "two Laotian monks")),
        ("The attack on the Fijian patrol boat by poachers lasted an hour.", ("ASSAULT", "poachers", "Fijian")),
        ("The refusal of the request by the mission surprised the mayor.", ("REJECT", "mission", None)),
        # light verbs and phrasal verbs
        ("Peru lodged a protest with Ecuador over the raid.", ("ACCUSE", "Peru", "Ecuador")),
        ("Italy announced a suspension of flights to Libya.", ("SANCTION", "Italy", "Libya")),
        ("The Philippines called off talks with the rebels.", ("SANCTION", "Philippines", "rebels")),
        ("Mongolia pulled its soldiers out of Kabul.", ("RETREAT", "Mongolia", "Kabul")),
        ("Nepal broke off relations with Bhutan.", ("SANCTION", "Nepal", "Bhutan")),
        # embedded: whom an offer, a refusal or a duty concerns
        ("Australia offered to send doctors to Samoa.", ("AGREE", "Australia", "Samoa")),
        ("Georgia refused to hand the two men over to Russia.", ("REJECT", "Georgia", "Russia")),
        ("Canada said it had expelled two Iranian envoys.", ("SANCTION", "Canada", "two Iranian envoys")),
        ("The union said the ministry must release the two nurses.", ("REQUEST", "union", "ministry")),
        # counted and coordinated
        ("Raiders have abducted up to 40 Norwegian nurses near a clinic.", _UP_TO),
        ("Gunmen stormed a bank in Recife and killed two guards.", ("ASSAULT", "Gunmen", "two guards")),
    ],
)  # fmt: skip
def test_forms(text: str, expected: tuple[str, str | None, str | None]) -> None:
    assert expected in told(text)


def test_compound_sides_are_one_event_a_pair() -> None:
    events = code("Ghana, Togo and Benin condemned the junta in Niger.")
    assert [event.actor.iso3 for event in events if event.actor] == ["GHA", "TGO", "BEN"]
    assert len({event.head for event in events}) == 1 and len({event.id for event in events}) == 3


@pytest.mark.parametrize(
    "text",
    ["On Thursday, Peru insisted that it had kept the treaty.", "The ministry's geologists blamed a cloudburst."],
)
def test_what_tells_no_event(text: str) -> None:
    assert code(text) == ()


def test_battles_known_by_their_names_are_history() -> None:
    assert [event.factuality for event in code("The regiment fought at Borodino.")] == ["background"]
    for text in ("Police shot a man at Waterloo.", "Troops fought rebels at Tobruk airport on Monday."):
        assert [event.factuality for event in code(text)] == ["happened"]


def test_long_lists_do_not_explode() -> None:
    states = "Ghana, Togo, Benin, Mali, Niger, Chad, Kenya, Peru, Chile, Laos and Nepal"
    (event,) = code(f"{states} condemned Fiji and Tonga.")
    assert event.actor and "Nepal" in event.actor.name and len(states.split(",")) > MOST_PAIRS


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("The presidents of Chile and Uruguay met in Salto.", {"Chile", "Uruguay"}),
        ("Police and students clashed in Dhaka.", {"Police", "students"}),
        ("The Serbian and Croatian ministers discussed the border.", {"Serbian ministers", "Croatian ministers"}),
        ("Korean forces and the Omani navy conducted a joint exercise.", {"Korean forces", "Omani navy"}),
        ("Jordan signed a treaty with Cyprus.", {"Jordan", "Cyprus"}),
    ],
)  # fmt: skip
def test_what_two_do_together_is_coded_once(text: str, sides: set[str]) -> None:
    (event,) = code(text)
    assert event.mutual and event.actor and event.recipient
    assert {event.actor.name, event.recipient.name} == sides


def test_one_event_for_what_the_verb_and_its_object_tell() -> None:
    assert [event.type for event in code("Peru imposed sanctions on Chile.")] == ["COERCE"]
    assert [event.type for event in code("Rebels carried out an assault on the barracks.")] == ["ASSAULT"]
    assert code("The recently bombed port of Odesa reopened.") == ()


def test_threats_are_events_of_their_own() -> None:
    threat, act = code("Myanmar threatened to expel the monitors.")
    assert (threat.type, threat.factuality) == ("THREATEN", "happened")
    assert (act.type, act.factuality) == ("SANCTION", "threatened")


@pytest.mark.parametrize(
    ("text", "factuality", "polarity"),
    [
        ("Did the militia shoot the farmers?", "possible", "positive"),
        ("Morocco denied that its troops had fired on the camp.", "denied", "positive"),
        ("Thailand may free the Cambodian fishermen.", "possible", "positive"),
        ("The king no longer supports the rebels.", "happened", "negative"),
        ("Uruguay is not going to recognise the government of Haiti.", "planned", "negative"),
    ],
)
def test_how_real(text: str, factuality: str, polarity: str) -> None:
    assert (factuality, polarity) in [(event.factuality, event.polarity) for event in code(text)]


def test_codes_of_a_side() -> None:
    (event,) = code("The Kenyan foreign minister condemned the Ugandan army.")
    assert event.actor and (event.actor.iso3, event.actor.cow, event.actor.sectors) == ("KEN", 501, ("GOV",))
    assert event.actor.role == "Kenyan foreign minister"
    assert (event.intensity, event.by) == (-2.0, "lexicon")


def test_every_type_and_mode_has_an_intensity() -> None:
    frames = [frame for table in (load_verbs(), load_nouns()) for rows in table.values() for frame in rows]
    for frame in frames:
        if frame.type != "NONE":
            assert find_intensity(frame.type, frame.mode) is not None
            assert not frame.mode or (frame.type, frame.mode) in load_intensities()
    for kind, quad in QUADS.items():
        assert ((find_intensity(kind, None) or 0) > 0) == (quad < 3)


@pytest.mark.parametrize(
    "text",
    [
        "The mural shows soldiers who executed a farmer.",
        "In her nightmare gunmen stormed the classroom again.",
        "The bus fell into a gorge, killing ten passengers, after the crash.",
        "Hornets attacked two hikers outside Hanoi.",
        "The opposition ambushed the minister with a leaked memo.",
        "Soldiers ambushed a convoy during the yearly exercise in Queensland.",
        "A driver hit a cyclist and two parked cars in Porto.",
    ],
)
def test_no_violence(text: str) -> None:
    assert not [event for event in code(text) if event.type == "ASSAULT" and event.factuality == "happened"]
