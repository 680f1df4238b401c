"""The words of `case_words.toml`, as sets; read once."""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class CaseWords:
    """Lemmas and phrases by what they tell of a case; the comments in the file say what each is for."""

    request_nouns: frozenset[str]
    formal_nouns: frozenset[str]
    request_verbs: dict[str, tuple[str, ...]]
    about: dict[str, tuple[str, ...]]
    light_verbs: frozenset[str]
    received_verbs: frozenset[str]
    weak_verbs: frozenset[str]
    weak_with_for: frozenset[str]
    deadline_nouns: frozenset[str]
    offices: frozenset[str]
    press: frozenset[str]
    kinds: dict[str, str]  # the lemma of a noun or verb -> the kind of case
    permission_verbs: frozenset[str]
    permission_nouns: frozenset[str]
    basis_cues: frozenset[str]
    laws: frozenset[str]
    condition_marks: frozenset[str]
    condition_deadlines: frozenset[str]
    threats: frozenset[str]
    purposes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """What tells an answer; of verbs, what stands over a request noun, and what it does as their subject."""

    refuse: frozenset[str]
    grant: frozenset[str]
    particles: dict[str, tuple[str, ...]]
    refuse_noun: frozenset[str]
    grant_noun: frozenset[str]
    won: frozenset[str]
    lost: frozenset[str]
    withdraw: frozenset[str]
    ignore: frozenset[str]
    by_subject: dict[str, str]  # "the motion failed": fail -> refused
    unanswered: frozenset[str]
    reply: frozenset[str]
    siding: frozenset[str]
    favour: frozenset[str]
    order: frozenset[str]
    refusals: frozenset[str]
    approvals: frozenset[str]


@dataclass(frozen=True, slots=True)
class AftermathWords:
    """What tells reasons, reactions and expectations."""

    answer_nouns: frozenset[str]
    reason_verbs: frozenset[str]
    arguing_verbs: frozenset[str]
    saying_verbs: frozenset[str]
    inside: tuple[str, ...]
    papers: frozenset[str]
    voices: frozenset[str]
    reason_phrases: tuple[str, ...]
    reaction_verbs: frozenset[str]
    reaction_nouns: frozenset[str]
    reaction_adjectives: frozenset[str]
    doing: frozenset[str]
    steps: frozenset[str]
    expectation_verbs: frozenset[str]
    expecting_verbs: frozenset[str]
    expecting_adjectives: frozenset[str]
    expected_acts: frozenset[str]


@lru_cache(maxsize=1)
def _read_table() -> dict[str, Any]:
    table: dict[str, Any] = tomllib.loads((files(__package__) / "case_words.toml").read_text(encoding="utf-8"))
    return table


@lru_cache(maxsize=1)
def read_case_words() -> CaseWords:
    """What tells a request, and what it rests on."""
    table = _read_table()
    request, permission, condition = table["request"], table["permission"], table["condition"]
    return CaseWords(
        request_nouns=frozenset(request["nouns"]),
        formal_nouns=frozenset(request["formal"]),
        request_verbs={verb: tuple(asked) for verb, asked in request["verbs"].items()},
        about={noun: tuple(words) for noun, words in request["about"].items()},
        light_verbs=frozenset(request["light"]),
        received_verbs=frozenset(request["received"]),
        weak_verbs=frozenset(request["weak"]["verbs"]),
        weak_with_for=frozenset(request["weak"]["with_for"]),
        deadline_nouns=frozenset(request["deadline"]["nouns"]),
        offices=frozenset(request["asked_of"]["offices"]),
        press=frozenset(request["stop"]["asked"]),
        kinds={lemma: kind for kind, lemmas in table["kinds"].items() for lemma in lemmas},
        permission_verbs=frozenset(permission["verbs"]),
        permission_nouns=frozenset(permission["nouns"]),
        basis_cues=frozenset(table["basis"]["cues"]),
        laws=frozenset(table["basis"]["laws"]),
        condition_marks=frozenset(condition["marks"]),
        condition_deadlines=frozenset(condition["deadline"]),
        threats=frozenset(condition["threat"]),
        purposes=tuple(table["purpose"]["phrases"]),
    )


@lru_cache(maxsize=1)
def read_answer_words() -> AnswerWords:
    """What tells an answer."""
    decision = _read_table()["decision"]
    subjects = {lemma: kind for kind in ("refused", "granted", "ignored") for lemma in decision[f"subject_{kind}"]}
    plain = {
        name: frozenset(decision[name])
        for name in (
            "refuse", "grant", "refuse_noun", "grant_noun", "won", "lost", "withdraw", "ignore", "unanswered", "reply",
            "siding", "favour", "order", "refusals", "approvals",
        )
    }  # fmt: skip
    particles = {verb: tuple(words) for verb, words in decision["particles"].items()}
    return AnswerWords(particles=particles, by_subject=subjects, **plain)


@lru_cache(maxsize=1)
def read_aftermath_words() -> AftermathWords:
    """What tells reasons, reactions and expectations."""
    table = _read_table()
    reason, reaction, expectation = table["reason"], table["reaction"], table["expectation"]
    return AftermathWords(
        answer_nouns=frozenset(table["decision"]["answer_nouns"]),
        reason_verbs=frozenset(reason["verbs"]),
        arguing_verbs=frozenset(reason["arguing"]),
        saying_verbs=frozenset(reason["saying"]),
        inside=tuple(reason["inside"]),
        papers=frozenset(reason["papers"]),
        voices=frozenset(reason["voices"]),
        reason_phrases=tuple(reason["phrases"]),
        reaction_verbs=frozenset(reaction["verbs"]),
        reaction_nouns=frozenset(reaction["nouns"]),
        reaction_adjectives=frozenset(reaction["adjectives"]),
        doing=frozenset(reaction["doing"]),
        steps=frozenset(reaction["steps"]),
        expectation_verbs=frozenset(reaction["verbs_of_expectation"]),
        expecting_verbs=frozenset(expectation["verbs"]),
        expecting_adjectives=frozenset(expectation["adjectives"]),
        expected_acts=frozenset(expectation["acts"]),
    )
