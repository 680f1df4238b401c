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
    request_verbs: dict[str, tuple[str, ...]]
    light_verbs: frozenset[str]
    weak_verbs: frozenset[str]
    press: frozenset[str]
    refuse: frozenset[str]
    grant: frozenset[str]
    particles: dict[str, tuple[str, ...]]
    order: frozenset[str]
    answer_nouns: frozenset[str]
    permission_verbs: frozenset[str]
    permission_nouns: frozenset[str]
    basis_cues: frozenset[str]
    laws: frozenset[str]
    condition_marks: frozenset[str]
    reason_verbs: frozenset[str]
    arguing_verbs: frozenset[str]
    saying_verbs: frozenset[str]
    papers: frozenset[str]
    reason_phrases: tuple[str, ...]
    reaction_verbs: frozenset[str]
    reaction_nouns: frozenset[str]
    expectation_verbs: frozenset[str]


@lru_cache(maxsize=1)
def read_case_words() -> CaseWords:
    """The file beside this module."""
    table: dict[str, Any] = tomllib.loads((files(__package__) / "case_words.toml").read_text(encoding="utf-8"))
    request, decision, permission = table["request"], table["decision"], table["permission"]
    return CaseWords(
        request_nouns=frozenset(request["nouns"]),
        request_verbs={verb: tuple(asked) for verb, asked in request["verbs"].items()},
        light_verbs=frozenset(request["light"]),
        weak_verbs=frozenset(request["weak"]["verbs"]),
        press=frozenset(request["stop"]["asked"]),
        refuse=frozenset(decision["refuse"]),
        grant=frozenset(decision["grant"]),
        particles={verb: tuple(words) for verb, words in decision["particles"].items()},
        order=frozenset(decision["order"]),
        answer_nouns=frozenset(decision["answer_nouns"]),
        permission_verbs=frozenset(permission["verbs"]),
        permission_nouns=frozenset(permission["nouns"]),
        basis_cues=frozenset(table["basis"]["cues"]),
        laws=frozenset(table["basis"]["laws"]),
        condition_marks=frozenset(table["condition"]["marks"]),
        reason_verbs=frozenset(table["reason"]["verbs"]),
        arguing_verbs=frozenset(table["reason"]["arguing"]),
        saying_verbs=frozenset(table["reason"]["saying"]),
        papers=frozenset(table["reason"]["papers"]),
        reason_phrases=tuple(table["reason"]["phrases"]),
        reaction_verbs=frozenset(table["reaction"]["verbs"]),
        reaction_nouns=frozenset(table["reaction"]["nouns"]),
        expectation_verbs=frozenset(table["reaction"]["verbs_of_expectation"]),
    )
