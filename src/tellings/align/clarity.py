"""Sides in, those that a reader understands by themselves out: a finite verb with its subject, both inside."""

from collections.abc import Callable, Sequence

from tellings.align.sides import Side

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_MAIN = frozenset({"ROOT", "ccomp", "conj", "parataxis", "advcl"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_BACKWARD = frozenset({"PRON"})


def is_whole(side: Side) -> bool:
    """Whether the clause stands on its own: a finite verb with its subject, both inside it."""
    clause, tokens = side.clause, side.clause.sentence.tokens
    if clause.kind != "verb" or tokens[clause.head].dep not in _MAIN:
        return False
    own = [n for n in clause.own if tokens[n].head == clause.head]
    helpers = [n for n in own if tokens[n].dep.startswith("aux")]
    finite = tokens[clause.head].dep == "ROOT" or any(tokens[n].tag in _FINITE for n in (clause.head, *helpers))
    return finite and any(tokens[n].dep in _SUBJECTS for n in own)


def names_subject(side: Side) -> bool:
    """Whether the subject is a name or a noun, which no sentence before is needed to understand."""
    subject = side.clause.subject
    return subject is not None and side.clause.sentence.tokens[subject].pos not in _BACKWARD


def choose_clearest(sides: Sequence[Side], *, corrupted: frozenset[str] = frozenset()) -> list[Side]:
    """The sides among which a gist is sought: each demand is made as long as some side meets it.

    corrupted: reports whose rewriting is known to have changed its source."""
    demands: list[Callable[[Side], bool]] = [
        lambda side: side.report not in corrupted,
        is_whole,
        lambda side: not side.clause.sentence.title,
        lambda side: not side.clause.says,
        names_subject,
    ]
    left = list(sides)
    for demand in demands:
        left = [side for side in left if demand(side)] or left
    return left
