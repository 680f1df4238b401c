"""Parsed sentences in, rewritten ones out: without a change of meaning, coarser or weaker, or saying something else.

Each rule changes a `Draft` in place and says whether it found anything to change. The words that may stand for one
another, and those that contradict, are in `pair_words.tsv`.
"""

import random
import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from spacy.tokens import Span, Token

MONTHS = "January February March April May June July August September October November December".split()
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
NAMED = ("PERSON", "ORG", "GPE", "NORP", "LOC", "FAC")


@dataclass
class Draft:
    """A sentence under change: token -> what stands for it now ("" where it is dropped), and words put around it."""

    tokens: list[Token]
    changed: dict[int, str] = field(default_factory=dict)
    order: list[int | str] | None = None

    def write(self) -> str:
        """The sentence as changed."""
        parts: list[str] = []
        for part in self.order or [token.i for token in self.tokens]:
            if isinstance(part, str):
                parts.append(part)
            else:
                token = self.tokens[0].doc[part]
                word = self.changed.get(part, token.text)
                glued = token.i > 0 and not token.nbor(-1).whitespace_ and parts and token.is_punct
                parts.append(("\b" if glued else "") + word)
        text = _join(parts)
        return text[:1].upper() + text[1:]


def _join(parts: Sequence[str]) -> str:
    text = " ".join(part for part in parts if part.strip("\b ")).replace(" \b", "")
    text = re.sub(r"\s+([,.;:!?%)\]])", r"\1", text.replace("\b", ""))
    text = re.sub(r" ('s|n't|'re|'ve|'ll|'d|’s|n’t)\b", r"\1", text)
    return re.sub(r"([,.;:])(?:\s*[,.;:])+", r"\1", re.sub(r"([($£€]) ", r"\1", text)).strip(" ,")


Rule = Callable[[Draft, random.Random, "Pool"], bool]


@dataclass
class Pool:
    """Names of each kind that stand in an event's reports, participles by lemma, over all."""

    names: dict[str, list[str]]
    participles: dict[str, str]


@lru_cache(maxsize=1)
def read_words() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The words that may stand for a word, and those that contradict it."""
    same: dict[str, list[str]] = defaultdict(list)
    other: dict[str, list[str]] = defaultdict(list)
    for line in (Path(__file__).parent / "pair_words.tsv").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, left, right = line.split("\t")
            if kind == "same":
                same[left].append(right)
                same[right].append(left)
            else:
                other[left].append(right)
    return same, other


# --- rewriting without a change of meaning -----------------------------------------------------------------------


def swap_synonyms(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """Up to two words for others."""
    found = [t for t in _free(draft) if t.lower_ in read_words()[0]]
    for token in rng.sample(found, min(2, len(found))):
        draft.changed[token.i] = rng.choice(read_words()[0][token.lower_])
    return bool(found)


def spell_numbers(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """Small numbers as words, and words as numbers; % as percent."""
    done = False
    for token in _free(draft):
        if token.text.isdigit() and int(token.text) < len(WORDS) and token.ent_type_ in ("CARDINAL", "QUANTITY"):
            draft.changed[token.i] = WORDS[int(token.text)]
        elif token.lower_ in WORDS[2:] and token.pos_ == "NUM":
            draft.changed[token.i] = str(WORDS.index(token.lower_))
        elif token.text == "%":
            draft.changed[token.i] = "percent"
        else:
            continue
        done = True
    return done


def cut_names(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """First names and words before them are dropped."""
    done = False
    for ent in _ents(draft):
        if ent.label_ == "PERSON" and len(ent) in (2, 3) and not any(t.i in draft.changed for t in ent):
            for token in ent[:-1]:
                draft.changed[token.i] = ""
            for left in (t for t in ent.root.lefts if t.dep_ in ("compound", "amod") and t.i < ent.start):
                draft.changed.setdefault(left.i, "")
            done = True
    return done


def drop_clause(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """A relative clause, an apposition or an adverbial clause is dropped, as long as half of the sentence stays."""
    heads = [t for t in draft.tokens if t.dep_ in ("relcl", "appos", "advcl", "npadvmod") and not _changes(draft, t)]
    rng.shuffle(heads)
    for head in heads:
        inside = {t.i for t in head.subtree}
        if len(inside) * 2 < len(draft.tokens) and draft.tokens[0].i not in inside:
            for i in inside:
                draft.changed[i] = ""
            return True
    return False


def move_front(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """What stands before the subject goes to the end, or a phrase at the end to the front."""
    root = draft.tokens[0].sent.root
    ids = [t.i for t in draft.tokens]
    last = ids[-1] if draft.tokens[-1].is_punct else ids[-1] + 1
    for child in root.children:
        inside = sorted(t.i for t in child.subtree)
        held = inside and inside[-1] in range(ids[0], ids[-1] + 1)
        if child.dep_ not in ("prep", "npadvmod", "advcl") or not held:
            continue
        if inside[0] == ids[0]:
            rest = [i for i in ids if i > inside[-1] and i < last]
            if rest and root.doc[rest[0]].text == ",":
                rest = rest[1:]
            draft.order = [*rest, *_lowered(draft, inside), "."]
            return True
        if inside[-1] == last - 1 and len(inside) < 12:
            draft.order = [*inside, "\b,", *_lowered(draft, [i for i in ids if i < inside[0]]), "."]
            return True
    return False


def make_passive(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """Who did what becomes what was done by whom."""
    for verb in draft.tokens:
        subject = next((c for c in verb.children if c.dep_ == "nsubj"), None)
        thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
        made = pool.participles.get(verb.lemma_)
        plain = verb.tag_ == "VBD" and not any(c.dep_ in ("aux", "neg", "prt", "dative") for c in verb.children)
        if not (subject and thing and made and plain) or subject.pos_ == "PRON" or thing.pos_ == "PRON":
            continue
        who, whom = sorted(t.i for t in subject.subtree), sorted(t.i for t in thing.subtree)
        ids = [t.i for t in draft.tokens]
        if who[-1] != verb.i - 1 or whom[0] != verb.i + 1 or not set(who + whom) <= set(ids):
            continue
        many = thing.tag_ in ("NNS", "NNPS") or any(c.dep_ == "conj" for c in thing.children)
        head = [i for i in ids if i < who[0]]
        passive = ["were" if many else "was", made, "by"]
        draft.order = [*head, *(_lowered(draft, whom) if head else whom), *passive, *_lowered(draft, who)]
        draft.order += [i for i in ids if i > whom[-1]]
        return True
    return False


def move_speaker(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """ "X said it": before, after, or as "according to"."""
    root = draft.tokens[0].sent.root
    told = next((c for c in root.children if c.dep_ == "ccomp"), None)
    speaker = next((c for c in root.children if c.dep_ == "nsubj"), None)
    if root.lemma_ not in ("say", "tell", "state", "report", "add") or not told or not speaker:
        return False
    if speaker.pos_ == "PRON":
        return False
    who = sorted(t.i for t in speaker.subtree)
    what = [t.i for t in told.subtree if not (t.head == told and t.dep_ == "mark") and not t.is_quote]
    what = [i for i in sorted(what) if root.doc[i].text not in '“”"']
    if not set(who + what) <= {t.i for t in draft.tokens} or len(what) < 4:
        return False
    way = rng.randrange(3)
    if way == 0:
        draft.order = ["According to", *_lowered(draft, who), "\b,", *_lowered(draft, what), "."]
    elif way == 1:
        draft.order = [*what, "\b,", *_lowered(draft, who), "said", "."]
    else:
        draft.order = [*who, "said that", *_lowered(draft, what), "."]
    return True


SAME: tuple[Rule, ...] = (
    swap_synonyms, spell_numbers, cut_names, drop_clause, drop_clause, move_front, make_passive, make_passive,
    move_speaker, move_speaker,
)  # fmt: skip


# --- changing what is said -----------------------------------------------------------------------------------------


def change_number(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """Another number."""
    found = [
        t for t in _free(draft)
        if t.pos_ == "NUM" and t.ent_type_ in ("CARDINAL", "QUANTITY", "MONEY", "PERCENT", "ORDINAL", "TIME")
        and (re.fullmatch(r"\d[\d,.]*", t.text) or t.lower_ in WORDS[2:])
    ]  # fmt: skip
    if not found:
        return False
    token = rng.choice(found)
    draft.changed[token.i] = _other_number(token.text, rng)
    return True


def _other_number(text: str, rng: random.Random) -> str:
    if text.lower() in WORDS:
        return rng.choice([word for word in WORDS[2:] if word != text.lower()])
    digits = text.replace(",", "")
    try:
        value = float(digits)
    except ValueError:
        return str(rng.randrange(13, 90))
    for _ in range(9):
        near = rng.random() < 0.5
        factor = rng.uniform(0.75, 1.35) if near else rng.choice((rng.uniform(0.1, 0.6), rng.uniform(1.6, 6)))
        made = round(value * factor, len(digits.partition(".")[2])) if "." in digits else round(value * factor)
        if made != value and made > 0:
            return f"{made:,}" if "," in text else str(made)
    return str(int(value) + 2)


def change_date(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """Another weekday, month, year or day of the month."""
    found = [t for t in _free(draft) if t.ent_type_ == "DATE" and _other_date(t, rng)]
    if not found:
        return False
    token = rng.choice(found)
    draft.changed[token.i] = _other_date(token, rng)
    return True


def _other_date(token: Token, rng: random.Random) -> str:
    text = token.text
    for names in (MONTHS, DAYS):
        if text in names:
            return rng.choice([name for name in names if name != text])
    if re.fullmatch(r"(19|20)\d\d", text):
        return str(int(text) + rng.choice((-9, -4, -3, -2, -1, 1, 2, 3, 5)))
    if re.fullmatch(r"[0-3]?\d", text) and 0 < int(text) < 32:
        return str(rng.choice([n for n in range(1, 29) if n != int(text)]))
    return ""


def change_name(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """A person, body or place for another of its kind, out of the same event's reports where there is one."""
    found = [e for e in _ents(draft) if e.label_ in NAMED[:5] and not any(t.i in draft.changed for t in e)]
    rng.shuffle(found)
    for ent in found:
        own = {word.lower() for word in ent.text.split()}
        fresh = [name for name in pool.names.get(ent.label_, ()) if not own & {w.lower() for w in name.split()}]
        if fresh:
            _replace(draft, ent, rng.choice(fresh))
            return True
    return False


def change_word(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """A word for one that cannot hold with it."""
    found = [t for t in _free(draft) if t.lower_ in read_words()[1] and t.dep_ != "aux"]
    found = [t for t in found if t.pos_ in ("VERB", "NOUN", "ADJ", "ADV")] or found
    if not found:
        return False
    token = rng.choice(found)
    draft.changed[token.i] = rng.choice(read_words()[1][token.lower_])
    return True


def negate(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """What happened did not, and what did not, did."""
    verb = next((t for t in draft.tokens if t.dep_ == "neg" and t.head.dep_ in ("ROOT", "ccomp", "conj")), None)
    if verb is not None and verb.i not in draft.changed and verb.nbor(-1).lower_ not in ("ca", "wo", "did", "do"):
        draft.changed[verb.i] = ""
        return True
    for token in _verbs(draft):
        auxiliary = [c for c in token.children if c.dep_ in ("aux", "auxpass") and c.i < token.i]
        if auxiliary:
            first = auxiliary[0]
            if first.i in draft.changed or first.lower_ in ("to", "'s", "'ve", "'ll", "'d"):
                continue
            draft.changed[first.i] = first.text + (" never" if rng.random() < 0.2 else " not")
        elif token.lemma_ == "be" and token.tag_ in ("VBD", "VBZ", "VBP") and not token.text.startswith(("'", "’")):
            draft.changed[token.i] = token.text + " not"
        elif token.tag_ in ("VBD", "VBZ"):
            way = rng.choice(["did not"] * 3 + ["refused to", "failed to"]) if token.tag_ == "VBD" else "does not"
            draft.changed[token.i] = f"{way} {token.lemma_}"
        else:
            continue
        return True
    return False


def swap_roles(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """Who did it and to whom it was done change places."""
    for verb in _verbs(draft):
        subject = next((c for c in verb.children if c.dep_ in ("nsubj", "nsubjpass")), None)
        thing = next((c for c in verb.children if c.dep_ == "dobj"), None)
        if thing is None:
            agent = next((c for c in verb.children if c.dep_ == "agent"), None)
            thing = next((c for c in agent.children if c.dep_ == "pobj"), None) if agent else None
        if not subject or not thing or "PRON" in (subject.pos_, thing.pos_):
            continue
        if not all(t.ent_type_ in NAMED or t.pos_ == "PROPN" or t.lemma_ in _PEOPLE for t in (subject, thing)):
            continue
        who, whom = sorted(t.i for t in subject.subtree), sorted(t.i for t in thing.subtree)
        ids = [t.i for t in draft.tokens]
        if draft.order or who[-1] >= whom[0] or not set(who + whom) <= set(ids) or set(who + whom) & set(draft.changed):
            continue
        between = [i for i in ids if who[-1] < i < whom[0]]
        head, rest = [i for i in ids if i < who[0]], [i for i in ids if i > whom[-1]]
        draft.order = [*head, *whom, *between, *_lowered(draft, who), *rest]
        return True
    return False


_PEOPLE = frozenset(
    """police officer soldier troop man woman boy girl student protester rebel militant minister president court judge
    government army force team company group party victim suspect driver worker teacher gunman rival player""".split()
)


def change_speaker(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """Somebody else says it."""
    root = draft.tokens[0].sent.root
    speaker = next((c for c in root.children if c.dep_ == "nsubj"), None)
    if root.lemma_ not in ("say", "tell", "state", "report", "add", "announce") or speaker is None:
        return False
    inside = list(speaker.subtree)
    if any(t.i in draft.changed for t in inside) or speaker.pos_ == "PRON" or not pool.names.get("PERSON"):
        return False
    own = {t.lower_ for t in inside}
    fresh = [n for n in pool.names["PERSON"] + pool.names.get("ORG", []) if not own & {w.lower() for w in n.split()}]
    if not fresh:
        return False
    for token in inside:
        draft.changed[token.i] = ""
    draft.changed[inside[0].i] = rng.choice(fresh)
    return True


CONFLICT: tuple[tuple[Rule, int], ...] = (
    (change_number, 5), (change_date, 3), (change_name, 4), (change_word, 4), (negate, 4), (swap_roles, 4),
    (change_speaker, 3),
)  # fmt: skip


# --- coarser or weaker ---------------------------------------------------------------------------------------------


def make_vague(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """A number told roughly."""
    for token in _free(draft):
        digits = token.text.replace(",", "")
        if token.ent_type_ in ("CARDINAL", "QUANTITY") and re.fullmatch(r"\d{2,6}", digits):
            value = int(digits)
            if 1900 < value < 2100 or token.nbor(-1).lower_ in ("than", "about", "at", "least", "some", "nearly"):
                continue
            step = 10 ** (len(digits) - 1)
            low = value // step * step
            vague = [f"more than {low - (1 if low == value else 0):,}" if low < value else f"about {value:,}"]
            vague += ["dozens of"] if 24 <= value < 100 else ["hundreds of"] if 200 <= value < 2000 else []
            vague += [f"some {low:,}"] if (value - low) * 5 < step else []
            draft.changed[token.i] = rng.choice(vague)
            return True
    return False


def make_coarse(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """The month for the day, the year for the month; or the date is left out."""
    for ent in _ents(draft):
        words = [t.text for t in ent]
        month = next((w for w in words if w in MONTHS), None)
        if ent.label_ != "DATE" or any(t.i in draft.changed for t in ent):
            continue
        before = ent[0].nbor(-1) if ent[0].i else None
        if month and len(words) > 1 and before is not None and before.lower_ == "on":
            year = next((w for w in words if re.fullmatch(r"(19|20)\d\d", w)), None)
            _replace(draft, ent, f"{month} {year}" if year else month)
            draft.changed[before.i] = "in"
            return True
        if before is not None and before.dep_ == "prep" and before.i not in draft.changed:
            for i in (before.i, *(t.i for t in ent)):
                draft.changed[i] = ""
            return True
    return False


def make_possible(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """What was done is planned, expected or possible."""
    for token in _verbs(draft):
        if token.tag_ == "VBD" and not any(c.dep_ in ("aux", "auxpass", "neg") for c in token.children):
            many = any(c.dep_ == "nsubj" and c.tag_ in ("NNS", "NNPS") for c in token.children)
            be = "are" if many else "is"
            way = rng.choice((f"{be} expected to", "may have", "plans to" if not many else "plan to", "might"))
            made = pool.participles.get(token.lemma_, token.text) if way == "may have" else token.lemma_
            draft.changed[token.i] = f"{way} {made}"
            return True
    return False


def attribute(draft: Draft, rng: random.Random, pool: Pool) -> bool:
    """Somebody is said to say it."""
    if draft.order or any(t.lemma_ in ("say", "tell", "accord") for t in draft.tokens):
        return False
    who = rng.choice(["police", "officials", "witnesses", "local media", "a spokesman", *pool.names.get("PERSON", [])])
    ids = [t.i for t in draft.tokens]
    body = ids[:-1] if draft.tokens[-1].is_punct else ids
    front = rng.random() < 0.4
    before, after = ["According to", who, "\b,", *_lowered(draft, body), "."], [*body, "\b,", who, "said", "."]
    draft.order = before if front else after
    return True


COMPATIBLE: tuple[Rule, ...] = (make_vague, make_vague, make_coarse, make_possible, attribute)


# --- parts of a sentence -------------------------------------------------------------------------------------------


def _free(draft: Draft) -> list[Token]:
    return [token for token in draft.tokens if token.i not in draft.changed]


def _ents(draft: Draft) -> list[Span]:
    return [ent for ent in draft.tokens[0].sent.ents if ent.start >= draft.tokens[0].i]


def _changes(draft: Draft, head: Token) -> bool:
    return any(t.i in draft.changed for t in head.subtree)


def _verbs(draft: Draft) -> list[Token]:
    """Verbs of main clauses and of what is said, those that nothing was done to yet."""
    wanted = ("ROOT", "ccomp", "conj")
    found = [t for t in _free(draft) if t.pos_ in ("VERB", "AUX") and t.dep_ in wanted]
    told = [t for t in found if t.lemma_ not in ("say", "tell", "add", "report")]
    return told or found


def _replace(draft: Draft, ent: Span, wording: str) -> None:
    for token in ent:
        draft.changed[token.i] = ""
    draft.changed[ent[0].i] = wording


def _lowered(draft: Draft, ids: Sequence[int]) -> list[int | str]:
    """The tokens, the first in lower case unless it is a name."""
    if not ids:
        return []
    first = draft.tokens[0].doc[ids[0]]
    if first.pos_ != "PROPN" and not first.ent_type_ and first.text != "I" and first.i not in draft.changed:
        return [first.text[:1].lower() + first.text[1:], *ids[1:]]
    return list(ids)


def rewrite(sentence: Span, rules: Sequence[Rule], rng: random.Random, pool: Pool) -> tuple[str, list[str]] | None:
    """The sentence after the rules, each of which may change nothing; None if the first did not."""
    draft = Draft([token for token in sentence if not token.is_space])
    used = []
    for number, rule in enumerate(rules):
        if draft.order is not None and rule in (move_front, make_passive, move_speaker, swap_roles, attribute):
            continue
        if rule(draft, rng, pool):
            used.append(rule.__name__)
        elif number == 0:
            return None
    text = draft.write()
    return (text, used) if len(text) > 15 else None
