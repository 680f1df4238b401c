"""A story's Events and Entities in, Judgements same_event out: mentions of one happening, within and across reports.

Each event is compared with what is known of the happenings met so far and linked to the one it fits best, so that
there is one judgement for each linked mention and not one for each pair. Type, sides, time, place and word count; how
real a report holds it does not: one report may expect what another tells.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from tellings.records import Argument, Entity, Event, Judgement, Report, Story, make_id
from tellings.stage import Cut, Group, Stage
from tellings.text.folding import fold

BY = "events"
THRESHOLD = 0.55
SLACK_DAYS = 1  # reports of one day and the next, and time zones
MOST_HAPPENINGS = 400  # of one type in one story; later ones stay alone, which bounds the time on broken input
_OFFICIAL = frozenset({None, "GOV", "MIL", "COP", "JUD", "SPY"})
_PART = 4  # letters that word forms share: "refuse", "refusal"


@dataclass(frozen=True, slots=True)
class Sides:
    """Who an event names: entity (or chain, or folded name) and country of actor and recipient."""

    actor: str | None
    actor_country: str | None
    recipient: str | None
    recipient_country: str | None


@dataclass(slots=True)
class Happening:
    """The mentions judged so far to tell of one happening."""

    mentions: list[tuple[Event, Sides]] = field(default_factory=list)


def link_events(events: Sequence[Event], entities: Sequence[Entity], scope: str) -> list[Judgement]:
    """One judgement for each event that tells of a happening an earlier event told of."""
    names = _name_chains(entities)
    happenings: dict[str, list[Happening]] = {}
    judgements = []
    for event in sorted(events, key=lambda event: (event.span.start, event.report, event.id)):
        known = happenings.setdefault(event.type, [])
        sides = _read_sides(event, names)
        best, score, reason = _find_best(event, sides, known)
        if best is None:
            if len(known) < MOST_HAPPENINGS:
                known.append(Happening([(event, sides)]))
            continue
        judgements.append(_judge(best.mentions[0][0], event, score, reason, scope))
        best.mentions.append((event, sides))
    return judgements


def score_events(left: Event, left_sides: Sides, right: Event, right_sides: Sides) -> tuple[float, str]:
    """How surely two events of one type are one happening, and why; 0 where time or word rules it out."""
    if left.when and right.when and not left.when.overlaps(right.when, slack_days=SLACK_DAYS):
        return 0.0, "different times"
    parts = [(0.3, f"both {left.type}")]
    if _same_word(left.lemma, right.lemma):
        parts.append((0.2, f"{left.lemma} and {right.lemma}"))
    elif left.mode and right.mode and left.mode != right.mode:
        parts.append((-0.15, "different modes"))
    parts.append(_score_side(left_sides.actor, left_sides.actor_country, right_sides.actor, right_sides.actor_country))
    parts.append(
        _score_side(
            left_sides.recipient, left_sides.recipient_country, right_sides.recipient, right_sides.recipient_country
        )
    )
    if left.when and right.when:
        parts.append((0.15, "same time"))
    if left.place and right.place:
        same = fold(left.place) == fold(right.place)
        parts.append((0.1, "same place") if same else (-0.1, "different places"))
    if not _one_side_known(left_sides, right_sides):
        parts.append((-0.2, "no side in common"))
    return max(0.0, min(1.0, sum(score for score, _ in parts))), ", ".join(reason for _, reason in parts if reason)


def _score_side(
    left: str | None, left_country: str | None, right: str | None, right_country: str | None
) -> tuple[float, str]:
    if left is None or right is None:
        return (0.03, "")
    if left == right:
        return (0.25, f"same side {left.split('|')[-1]}")
    if left_country and left_country == right_country:
        return (0.12, f"sides of one state {left_country}")
    return (-0.4, "different sides")


def _one_side_known(left: Sides, right: Sides) -> bool:
    return bool((left.actor and right.actor) or (left.recipient and right.recipient))


def _same_word(left: str, right: str) -> bool:
    return left == right or (len(left) > _PART and len(right) > _PART and left[:_PART] == right[:_PART])


def _find_best(event: Event, sides: Sides, known: Sequence[Happening]) -> tuple[Happening | None, float, str]:
    best: tuple[Happening | None, float, str] = (None, 0.0, "")
    for happening in known:
        scored = [score_events(other, others, event, sides) for other, others in happening.mentions[:_PART]]
        if min(scored)[0] == 0.0:
            continue
        score, reason = max(scored)
        if score >= THRESHOLD and score > best[1]:
            best = (happening, score, reason)
    return best


def _name_chains(entities: Sequence[Entity]) -> dict[str, str]:
    """Chain -> its entity, written so that the name can be shown."""
    return {chain: f"{entity.id}|{entity.name}" for entity in entities for chain in entity.chains}


def _read_sides(event: Event, names: Mapping[str, str]) -> Sides:
    actor, recipient = _key(event.actor, names), _key(event.recipient, names)
    return Sides(
        actor,
        _state(event.actor),
        recipient,
        _state(event.recipient),
    )


def _state(argument: Argument | None) -> str | None:
    """The country of those who act for it: its army and its police may be one side, two girls of one country not."""
    return argument.country if argument and argument.sector in _OFFICIAL else None


def _key(argument: Argument | None, names: Mapping[str, str]) -> str | None:
    if argument is None:
        return None
    return names.get(argument.chain or "") or fold(argument.name)


def _judge(left: Event, right: Event, score: float, reason: str, scope: str) -> Judgement:
    return Judgement(
        id=make_id("judgement", BY, left.id, right.id),
        left=left.id,
        right=right.id,
        relation="same_event",
        verdict=True,
        score=round(score, 3),
        reason=reason,
        by=BY,
        evidence=(left.head, right.head),
        scope=scope,
    )


def _run(group: Group) -> Iterable[Judgement]:
    for story in group.of(Story):
        order = {report: place for place, report in enumerate(story.reports)}
        events = [event for event in group.of(Event) if event.report in order]
        yield from link_events(events, [e for e in group.of(Entity) if e.story == story.id], story.id)


STAGE = Stage(
    "events", reads=(Story, Report, Event, Entity), writes=(Judgement,), cut=Cut.BY_KEY, run=_run, key="story"
)
