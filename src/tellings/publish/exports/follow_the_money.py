"""Runs of tables in, entities of FollowTheMoney's model out, one JSON object a line, as OpenAleph loads them.

Reports are Articles, who is named is a Person, an Organization, a PublicBody or a LegalEntity, each naming a Mention,
places are Addresses, happenings Events with who took part and which Articles tell of them, and links of the lineage
OtherLinks ("UnknownLink") of two Articles. What the model has no kind for is left out and counted.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any
from unicodedata import category, normalize

from tellings.publish.exports.accounts import Told, iterate_stories, show_url
from tellings.publish.exports.as_json import drop_empty, show_json
from tellings.publish.exports.codes import name_of, read_rows, sector_codes
from tellings.publish.exports.descent import DEPENDS, day_told, in_utc, iterate_descents
from tellings.publish.exports.happenings import HAPPENED, find_happenings
from tellings.publish.exports.happenings import Told as Happening
from tellings.publish.exports.points import build_point
from tellings.publish.exports.sheet import plain
from tellings.publish.exports.sites import TOWN, level_of_feature
from tellings.publish.exports.words import wording_of
from tellings.records import Entity, Event, Tables, make_id

Fields = dict[str, Any]
_SCHEMA = {"person": "Person", "organisation": "Organization", "group": "LegalEntity"}
_NO_KIND = "named, but of no kind that the model has"
_UNSHOWN = frozenset(("Cc", "Cf", "Cs"))  # controls, marks that show nothing, half letters
_GEONAMES = "https://www.geonames.org/"


def stream_ftm(runs: Iterable[Tables], left_out: Counter[str]) -> Iterator[str]:
    """The entities, story after story, each once; what is left out is counted."""
    places: set[str] = set()  # addresses that are there already: many stories name one place
    for tables in runs:
        schemas = _find_schemas(tables)
        happenings: dict[str, list[Happening]] = defaultdict(list)
        for happening in find_happenings(tables):
            happenings[happening.story].append(happening)
        for told in iterate_stories([tables]):
            for entity in _build_story(told, schemas, happenings[told.story["id"]], left_out):
                if entity["schema"] == "Address":
                    if entity["id"] in places:
                        continue
                    places.add(entity["id"])
                yield show_json(entity) + "\n"


def _find_schemas(tables: Tables) -> dict[str, str]:
    """Entity -> its kind in the model. An organisation is a public body where the events that it takes part in call it
    one of the state's, more often than anything else."""
    sectors: dict[str, Counter[str]] = defaultdict(Counter)
    for event in tables.of(Event):
        for argument in (event.actor, event.recipient):
            if argument and argument.chain and argument.sector:
                sectors[argument.chain][sector_codes(argument.sector).side] += 1
    schemas = {}
    for entity in tables.of(Entity):
        if schema := _SCHEMA.get(entity.kind):
            sides = sum((sectors[chain] for chain in entity.chains if chain in sectors), Counter[str]())
            public = schema == "Organization" and sides["state"] > sides.total() / 2
            schemas[entity.id] = "PublicBody" if public else schema
    return schemas


def _build_story(
    told: Told, schemas: Mapping[str, str], happenings: Iterable[Happening], left_out: Counter[str]
) -> Iterator[Fields]:
    for report in told.reports.values():
        yield _build_article(told, report)
    addresses = [_build_address(place, told.story["id"]) for place in told.story["places"] if place["literal"]]
    yield from addresses
    known = {address["id"] for address in addresses}
    for entity in told.story["entities"]:
        if entity["id"] in schemas and _clean(entity["name"]):
            known.add(entity["id"])
            yield _build_named(entity, schemas[entity["id"]])
            yield from _build_mentions(told, entity, schemas[entity["id"]])
        elif entity["kind"] != "place":
            left_out[_NO_KIND] += 1
    for happening in happenings:
        if happening.reality == HAPPENED:
            yield _build_event(happening, known)
        else:
            left_out[happening.reality] += 1
    for link in iterate_descents(told):
        yield _entity(
            make_id("link", link.source, link.later), "UnknownLink",
            subject=link.later, object=link.source, role=DEPENDS.get(link.relation, link.relation),
            summary=plain(link.reason), status=None if link.directed else "which of the two was first is not known",
        )  # fmt: skip


def _entity(id: str, schema: str, **properties: Any) -> Fields:
    """The entity as the model's tools read it: every value a text in a list, each once, in order of its name."""
    lists = {key: value if isinstance(value, list) else [value] for key, value in properties.items()}
    shown = {key: [_show(key, each) for each in values if each is not None] for key, values in sorted(lists.items())}
    known = {key: [*dict.fromkeys(filter(None, values))] for key, values in shown.items()}
    return {"id": id, "schema": schema, "properties": drop_empty(known)}


def _clean(text: str) -> str:
    """As the model cleans its values: composed letters, nothing that shows nothing, one space between words."""
    shown = text if text.isprintable() else "".join(map(_show_letter, text))
    return " ".join(normalize("NFC", shown).split())


def _show_letter(letter: str) -> str:
    if letter.isspace():
        return " "
    return "" if category(letter) in _UNSHOWN else letter


def _show(key: str, value: object) -> str:
    """A report's text keeps its lines; the rest is one."""
    return "\n".join(map(_clean, str(value).split("\n"))).strip() if key == "bodyText" else _clean(str(value))


def _build_article(told: Told, report: Mapping[str, Any]) -> Fields:
    named: dict[str, list[str]] = defaultdict(list)
    for entity in told.story["entities"]:
        if any(mention["report"] == report["id"] for mention in entity["mentions"]):
            named[entity["kind"]].append(plain(entity["name"]))
    return _entity(
        report["id"], "Article",
        title=_line(report["title"]), author=_line(report["byline"]), publisher=_line(report["outlet"]),
        publishedAt=_date(report["published"]), modifiedAt=_date(report["modified"]),
        language=_languages().get(report["language"]), sourceUrl=show_url(report["url"]),
        fileName=_file_name(report["capture"]), bodyText=report["text"],
        peopleMentioned=named["person"], companiesMentioned=named["organisation"], locationMentioned=named["place"],
    )  # fmt: skip


def _file_name(capture: str) -> str | None:
    """The name alone: the folders that it lay in are nobody's business."""
    return None if show_url(capture) else plain(capture.replace("\\", "/").rstrip("/").rpartition("/")[2])


def _line(text: str | None) -> str | None:
    return plain(text) if text else None


def _date(when: Mapping[str, Any] | None) -> str | None:
    """The minute in UTC where the zone is known, as the model has no zones; else the day, else the month or year."""
    if moment := in_utc(when):
        return moment.removesuffix("Z")
    if day := day_told(when):
        return day
    if not when or not when["start"] or not when["end"]:
        return None
    shared = [size for size in (7, 4) if when["start"][:size] == when["end"][:size]]
    return str(when["start"])[: shared[0]] if shared else None


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    return dict(read_rows("ftm_languages.tsv"))


def _address_id(geonames: int | None, story: str, name: str) -> str:
    return f"geonames-{geonames}" if geonames is not None else make_id("place", story, name)


def _build_address(place: Mapping[str, Any], story: str) -> Fields:
    number = place["geonames_id"]
    whole = [place["name"], place["admin1"], name_of(place["country"])]
    return _entity(
        _address_id(number, story, place["name"]), "Address",
        full=", ".join(dict.fromkeys(shown for part in whole if part and (shown := _clean(plain(part))))),
        name=_line(place["name"]), city=_line(place["name"]) if level_of_feature(place["feature"]) == TOWN else None,
        state=_line(place["admin1"]), country=_country(place["country"]),
        latitude=place["lat"] if build_point(place) else None, longitude=place["lon"] if build_point(place) else None,
        sourceUrl=f"{_GEONAMES}{number}/" if number else None,
    )  # fmt: skip


def _country(iso2: str | None) -> str | None:
    return iso2.lower() if iso2 else None


def _build_named(entity: Mapping[str, Any], schema: str) -> Fields:
    roles = [plain(role) for role in entity["roles"]]
    return _entity(
        entity["id"], schema,
        name=plain(entity["name"]), alias=[plain(alias) for alias in entity["aliases"]],
        country=_country(entity["country"]), wikidataId=_wikidata(entity),
        position=roles if schema == "Person" else None, description=roles if schema != "Person" else None,
    )  # fmt: skip


def _wikidata(entity: Mapping[str, Any]) -> str | None:
    number = str(entity["identifiers"].get("wikidata", ""))
    return number if number[:1] == "Q" and number[1:].isdecimal() else None


def _build_mentions(told: Told, entity: Mapping[str, Any], schema: str) -> Iterator[Fields]:
    """One for each wording in each report."""
    worded = dict.fromkeys((mention["report"], plain(told.words(mention))) for mention in entity["mentions"])
    for report, words in worded:
        if _clean(words):
            yield _entity(
                make_id("mention", report, entity["id"], words), "Mention",
                document=report, resolved=entity["id"], name=words, detectedSchema=schema,
            )  # fmt: skip


def _build_event(happening: Happening, known: set[str]) -> Fields:
    event, when, place = happening.event, happening.when, happening.site.place if happening.site else None
    sides = [side.key for side in (*happening.actors, *happening.recipients)]
    address = _address_id(place.geonames_id, happening.story, place.name) if place else None
    first, last = (when.start[:10] if when and when.start else None), (when.end[:10] if when and when.end else None)
    clause, report = happening.first.event.span, happening.first.report
    return _entity(
        happening.id, "Event",
        name=plain(report.text[clause.start : clause.end]), summary=wording_of(happening),
        date=first if first == last else None, startDate=first if first != last else None,
        endDate=last if first != last else None, location=plain(place.name) if place else None,
        addressEntity=address if address in known else None,
        country=_country(place.country) if place else None, involved=[key for key in sides if key in known],
        proof=[naming.report.id for naming in happening.reports()],
        publisher=[plain(naming.report.outlet) for naming in happening.reports() if naming.report.outlet],
        keywords=[event.type, *filter(None, (event.mode,)), *happening.contexts],
    )  # fmt: skip
