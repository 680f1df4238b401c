"""The files of wordings in, `tagged.json.gz` out: how each word of each template is tagged, as the plan's parser does.

usage: python bench/invention/tagging.py

To be run when a wording was changed. Slots are filled with plain names of their kind while the model reads.
"""

import gzip
import json
import sys
from importlib.resources import files
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent))

from bench.invention.wording import NOUNS, TAGGED, cut_parts, read_lines, wording_files

RARE = 0.75  # how rare a noun must be: some thousands are
_NOTE = "# Nouns of the vocabulary in tellings/linking/vectors (see NOTICE), chosen by tagging.py."
STAND_INS = {
    "when": "on Tuesday", "When": "On Tuesday", "town": "Lisbon", "town2": "Porto", "country": "Portugal",
    "nat": "Portuguese", "nats": "Canadians", "capital": "Madrid", "neighbour": "Spain", "region": "northern Spain",
    "river": "the Thames", "quote": "we will not give up", "outlet": "The Guardian", "agency": "Reuters",
    "currency": "dollars", "sign": "Leo", "month": "May", "year": "2019", "weekday": "Tuesday",
    "speaker": "John Carter",
    "clause": "the fire had started", "object": "a kettle", "object2": "a drum",
    "building": "a chapel", "goods": "onions", "goods2": "shoes", "trade": "a baker", "trade2": "a tailor",
    "street": "Baker Street", "worker": "John Carter", "noun": "the kettle",
    "noun2": "the drum", "noun3": "the spoon", "second": "the police had come", "name": "Reuters",
    "source": "officials", "person": "John Carter", "million": "14",
    "share": "14", "age": "14",
}  # fmt: skip
BY_ROLE = {
    "person": "John Carter", "office": "John Carter", "local": "John Carter", "group": "the Red Army",
    "company": "Siemens", "body": "the Labour Party", "ship": "the Titanic", "team": "Arsenal", "disease": "cholera",
    "rocket": "Apollo", "work": "Macbeth",
}  # fmt: skip


def stand_ins(lines: list[str]) -> dict[str, str]:
    """What each slot of a file is filled with."""
    filled = dict(STAND_INS)
    for line in lines:
        what, name, *more = line.split()
        filled[name] = BY_ROLE[more[0]] if what == "role" else "14"
    return filled


def tag_template(text: str, filled: dict[str, str], model: Any) -> list[Any]:
    """Its pieces: words that stand read in the base form, and each further option in its turn."""
    parts = cut_parts(text)
    base = _read(parts, [0] * len(parts), filled, model)
    pieces = []
    for place, (what, wording) in enumerate(parts):
        if what == "slot":
            _, _, dep, head, gap = base[place]
            pieces.append([[], [], wording.rstrip("~"), dep, head, gap])
            continue
        options, roots = [base[place][0]], [base[place][1]]
        for option in range(1, wording.count("|") + 1 if what == "choice" else 1):
            chosen = [option if other == place else 0 for other in range(len(parts))]
            read = _read(parts, chosen, filled, model)
            options.append(read[place][0])
            roots.append(read[place][1])
        pieces.append([options, roots, "", "", [0, -1], 1])
    return pieces


def _read(parts: list[tuple[str, str]], chosen: list[int], filled: dict[str, str], model: Any) -> list[Any]:
    """For each part: its words, the place of its root among them, and of the root: relation, head, gap before."""
    text, starts = "", []
    for (what, wording), option in zip(parts, chosen, strict=True):
        piece = wording.removeprefix("=").split("|")[option] if what == "choice" else wording
        piece = filled[wording.rstrip("~")] if what == "slot" else piece
        if not piece.strip() and text.endswith(" "):
            piece = ""
        if text.endswith(" ") and piece.startswith(" "):
            piece = piece[1:]
        starts.append(len(text))
        text += piece
    doc = model(text)
    tokens = [token for token in doc if not token.is_space]
    homes = [max(p for p, start in enumerate(starts) if start <= token.idx) for token in tokens]
    for token, home in zip(tokens, homes, strict=True):
        end = starts[home + 1] if home + 1 < len(starts) else len(text)
        if token.idx + len(token.text) > end:
            raise SystemExit(f"a word runs over the edge of a slot or choice: {token.text!r} in {text!r}")
    places: dict[int, tuple[int, int]] = {}
    count = [0] * len(parts)
    for token, home in zip(tokens, homes, strict=True):
        places[token.i] = (home, count[home])
        count[home] += 1
    read: list[Any] = [[[], 0, "dep", [0, -1], 1] for _ in parts]
    for token in tokens:
        home, place = places[token.i]
        above, there = places.get(token.head.i, (home, place))
        outside = above != home
        gap = int(token.idx > 0 and text[token.idx - 1] == " ")
        if not place:
            read[home][4] = gap
        if outside or token.head.i == token.i:
            read[home][1:4] = [place, token.dep_, [above, -1] if outside else [home, -1]]
        standing = parts[above][0] == "word"
        head = [above, there if not outside or standing else -1]
        kind, begins = token.ent_type_, token.ent_iob_ == "B"
        read[home][0].append([token.text, token.lemma_, token.pos_, token.tag_, token.dep_, *head, kind, begins, gap])
    return read


def choose_nouns(model: Any) -> list[str]:
    """Nouns among the rarer words of the list by which rarity is told."""
    from tellings.linking.rarity import rarity

    lines = files("tellings.linking.vectors").joinpath("vocab.txt").read_text(encoding="utf-8").split("\n")
    words = [word for word in lines if len(word) > 3 and word.isalpha() and word.isascii() and rarity(word) > RARE]
    for frame in ("They spoke of the {} again.", "Nobody had seen another {} there.", "One old {} was enough for her."):
        place = frame.split().index("{}")
        docs = zip(words, model.pipe(frame.format(word) for word in words), strict=True)
        tokens = ((word, doc[place]) for word, doc in docs)
        words = [word for word, t in tokens if t.tag_ == "NN" and t.lemma_ == word and not t.ent_type_]
    return words


def main() -> None:
    from tellings.annotate.parse import load_model

    model = load_model()
    tagged: dict[str, Any] = {}
    for path in wording_files():
        sections = read_lines(path)
        filled = stand_ins(sections[0][1])
        for heading, lines in sections[1:]:
            for line in lines:
                missing = [w for what, w in cut_parts(line) if what == "slot" and w.rstrip("~") not in filled]
                if missing or line.count("[") != line.count("]"):
                    raise SystemExit(f"{path.name}, {heading}: {line!r} has no slot {missing} or an open bracket")
                tagged[line] = tag_template(line, filled, model)
    nouns = choose_nouns(model)
    NOUNS.write_text("\n".join([_NOTE, *nouns, ""]), encoding="utf-8")
    packed = json.dumps(tagged, ensure_ascii=False, separators=(",", ":")).encode()
    TAGGED.write_bytes(gzip.compress(packed, mtime=0))
    print(f"{len(tagged)} templates, {TAGGED.stat().st_size} bytes, {len(nouns)} nouns")


if __name__ == "__main__":
    main()
