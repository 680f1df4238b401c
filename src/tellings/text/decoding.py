"""Bytes in, text out: by their mark, their declaration, or their look; never a lone surrogate."""

import re
import unicodedata
from functools import lru_cache

from charset_normalizer import from_bytes

from tellings.text.language import find_script, rank_languages
from tellings.text.mojibake import repair_mojibake

_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_:.-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([A-Za-z0-9_:.-]{2,40})""",
    re.I,
)
_SAMPLE = 65_536
_TEXTUAL = 0.97  # of the letters of UTF-16 are letters, figures, punctuation, space
_TAG = re.compile(r"<[^<>]{0,500}>")
_ODD = re.compile(r"(?<=[^\W\d_])[^\w\s.,;:!?'’\"“”«»()/–—-](?=[^\W\d_])|[\x80-\x9f]")
# Encodings of one byte for Latin letters, with the languages that were written in them; the commonest first.
_LATIN = {
    "cp1252": frozenset("en de fr es pt it nl sv no da fi is sq id ms sw ca gl eu af ga tl".split()),
    "cp1250": frozenset("pl cs sk hu sl hr bs sr ro".split()),
    "iso8859_2": frozenset("pl cs sk hu sl hr bs sr ro".split()),
    "cp1254": frozenset("tr az ku".split()),
    "cp1257": frozenset("lt lv et".split()),
    "cp1258": frozenset("vi".split()),
}
# What every encoding that a page can declare in its own letters leaves as it is. UTF-16, EBCDIC, UTF-7 and encodings of
# other things than pages do not; some of these take time that grows with the square of the page (punycode: .7 s for
# 200 kB).
_PROBE = b'<A z="0-9">\\x41 +AGE-'
_WESTERN = "cp1252"  # what browsers take for a page that tells nothing
# As browsers read them: pages that declare Latin-1 or ASCII mean its superset (WHATWG Encoding Standard).
_SUPERSETS = {
    "iso-8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "ascii": "cp1252", "us-ascii": "cp1252",
    "iso-8859-9": "cp1254", "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "ks_c_5601-1987": "cp949",
}  # fmt: skip

# Lone surrogates, control characters but for tab and line end, other line ends, and what shows nothing.
_CHANGED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u2028\u2029\u2060\ufeff\ud800-\udfff]")

# What undeclared letters may be: the encodings that browsers know, without those of DOS and of mainframes, for which
# a few letters of Latin-1 are easily taken (charset-normalizer by itself read a German line as cp775).
LIKELY = (
    "cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "cp932",
    "gb18030", "big5", "cp949", "euc_jp", "koi8_r", "koi8_u", "iso8859_2", "utf_8",
)  # fmt: skip


def find_by_look(sample: bytes) -> str | None:
    """The encoding that the bytes are most like, where nothing declares one."""
    best = from_bytes(sample, cp_isolation=list(LIKELY)).best()
    return best.encoding if best else None


def decode(content: bytes, *, declared: str | None = None) -> str | None:
    """The text, or None where no encoding fits. `declared`: the charset that came with the bytes, if any."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _tidy(content[len(mark) :].decode(encoding, "replace"))
    if wide := find_wide(content[:_SAMPLE]):
        return _tidy(content.decode(wide, "replace"))
    if b"\x1b$" in content[:_SAMPLE] and (text := _strictly(content, "iso2022_jp_2")) is not None:
        return _tidy(text)  # it is ASCII to look at
    text = _strictly(content, "utf-8")
    if text is not None and "\x00" not in text[:_SAMPLE]:
        return _tidy(repair_mojibake(text))
    found = _DECLARED.search(content[:4096])
    inside = (found.group(1) or found.group(2)).decode("ascii") if found else None
    for name in (declared, inside):
        if name and _reads_ascii(name) and (text := _strictly(content, _superset(name))) is not None:
            return _tidy(text)
    return _by_look(content, declared or inside)


def find_wide(sample: bytes) -> str | None:
    """UTF-16 without a mark: every other byte is zero, or in other scripts those of spaces, line ends and figures are
    and read so it is text throughout."""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < 2:
        return None
    likelier, other = ("utf-16-le", "utf-16-be") if odd > even else ("utf-16-be", "utf-16-le")
    if min(even, odd) * 20 < max(even, odd) > len(sample) * 0.35:
        return likelier
    # Chinese "one" has a zero where letters of other scripts have none, so that both are tried.
    return next((wide for wide in (likelier, other) if _is_text(_strictly(sample[: len(sample) // 2 * 2], wide))), None)


def _is_text(text: str | None) -> bool:
    """Whether it is letters, figures and signs, with lines or spaces among them."""
    if not text or text.count(" ") + text.count("\n") < 2:
        return False
    shown = sum(letter.isalnum() or unicodedata.category(letter)[0] in "MPSZ" for letter in text)
    return shown + text.count("\n") + text.count("\r") + text.count("\t") > _TEXTUAL * len(text)


def _superset(name: str) -> str:
    return _SUPERSETS.get(name.lower(), name)


@lru_cache(maxsize=256)
def _reads_ascii(name: str) -> bool:
    try:
        return _PROBE.decode(name, "replace") == _PROBE.decode("ascii")
    except (UnicodeError, LookupError, ValueError):
        return False


def _strictly(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except (UnicodeError, LookupError, ValueError):
        return None


def _by_look(content: bytes, declared: str | None) -> str | None:
    """A damaged page keeps its declared encoding; an undeclared one, or one that declares UTF-8 and is mostly not, is
    judged on a sample."""
    lossy = content.decode("utf-8", "replace")
    broken = lossy.count("\ufffd")
    if broken * 100 <= len(lossy) and "\x00" not in lossy[:_SAMPLE]:
        if lossy.replace("\ufffd", "").isascii() and (text := _strictly(content, _WESTERN)) is not None:
            return _tidy(text)  # a few letters beyond ASCII and none of them UTF-8: quotation marks, accents
        return _tidy(lossy)  # UTF-8 with a few damaged letters
    if declared and declared.lower().replace("_", "-") not in ("utf-8", "utf8") and _reads_ascii(declared):
        return _tidy(content.decode(_superset(declared), "replace"))
    best = from_bytes(content[:_SAMPLE]).best()
    if best is None:
        return _tidy(lossy) if broken * 3 <= len(lossy) else None
    return _tidy(content.decode(_choose_latin(content[:_SAMPLE], best.encoding), "replace"))


def _choose_latin(sample: bytes, guessed: str) -> str:
    """Of the encodings of languages with Latin letters, which differ in a few letters only, the one in which the text
    is most surely in a language that was written in it; another guess stands."""
    if find_script(_TAG.sub(" ", sample.decode(guessed, "replace"))) != "Latin":
        return guessed
    sure: dict[str, float] = {}
    for encoding, languages in _LATIN.items():
        text = _strictly(sample, encoding)
        ranked = rank_languages(_TAG.sub(" ", text)) if text else []
        odd = len(_ODD.findall(text or ""))  # signs of trade and symbols within words: read in the wrong encoding
        sure[encoding] = sum(score for code, score in ranked if code in languages) - 0.02 * odd
    best = max(sure, key=lambda encoding: sure[encoding])
    return best if sure[best] > 0.3 else guessed


def _tidy(text: str) -> str:
    """Line ends made one kind; no lone surrogates, no control characters, nothing that shows nothing."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return _CHANGED.sub(_change, text)


def _change(found: re.Match[str]) -> str:
    letter = found.group()
    if "\ud800" <= letter <= "\udfff":
        return "\ufffd"
    return "\n" if letter in "\u2028\u2029\f" else ""
