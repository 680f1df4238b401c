"""Bytes in, the same bytes damaged out: one small function for each way in which pages come broken or hostile.

A mutation takes the bytes, a seeded generator and another page's bytes (to be mixed in) and gives bytes. None of them
lets a page grow beyond `LONGEST`, so that the time a page takes can be held against one bound.
"""

import gzip
import re
from collections.abc import Callable
from random import Random

LONGEST = 1_500_000
Mutation = Callable[[bytes, Random, bytes], bytes]

_CONTROLS = bytes((*range(1, 9), 11, 12, *range(14, 32), 127))
_MARKS = [
    mark.encode() for mark in "\u202e\u202d\u2066\u2069\u200f\u200b\ufeff\u00ad\u2028\u0085\u0300\u0489\ufffe\U000e0041"
]
_SURROGATES = (b"\xed\xa0\x80", b"\xed\xbf\xbf", b"\\ud800", b"&#xD800;", b"&#55357;", b"\\udfff\\ud83d")
_TAGS = [b"div", b"p", b"table", b"ul", b"blockquote", b"font", b"section", b"a", b"svg", b"template", b"select"]
_CHARSETS = (
    b"utf-16", b"utf-7", b"shift_jis", b"windows-1251", b"iso-2022-jp", b"x-nonsense", b"utf-32", b"hex", b"rot13",
    b"idna", b"punycode", b"unicode_escape", b"raw_unicode_escape", b"zlib", b"undefined",
)  # fmt: skip
_ENCODINGS = ("utf-16", "utf-16-be", "utf-32", "cp1252", "cp1251", "shift_jis", "utf-7", "gb18030", "cp037")
_DIGITS = ("٠١٢٣٤٥٦٧٨٩", "०१२३४५६७८९", "０１２３４５６７８９", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "¹²³⁴⁵⁶⁷⁸⁹⁰", "①②③④⑤⑥⑦⑧⑨⑩")
_MAGICS = (
    b"PK\x03\x04",
    b"\x1f\x8b\x08",
    b"%PDF-1.7\n",
    b"WARC/1.0\r\n",
    b"PAR1",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"{",
    b"<?xml ",
)
_UNITS = (
    b"a", b" ", b"\n", b".", b"(", b"<", b"&", b'"', b"A ", b"a b ", b"1", b"1 ", b"a@", b"https://", b"<a ", b"\t",
    b",", b"[", b"- ", b"\xe2\x80\x94 ", b"\xf0\x9f\x98\x80", b"By ", b"Photo: ", b"1 May 2024 ", b"(a", b"\xc2\xa0",
    b"=\n", b"&amp;", b"\xe4\xb8\xad", b"a\n", b"a.\n\n", b"#", b"*", b"_", b"|", b"\r",
)  # fmt: skip
_BOMB = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' +
    b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)) +
    b'<!ENTITY out SYSTEM "file:///etc/hostname">]>'
)  # fmt: skip


def _at(content: bytes, random: Random) -> int:
    return random.randrange(len(content) + 1)


def _piece(content: bytes, random: Random) -> tuple[int, int]:
    start = _at(content, random)
    return start, min(len(content), start + random.choice((1, 7, 50, 500, 5000, 50_000)))


def _insert(content: bytes, random: Random, piece: bytes) -> bytes:
    at = _at(content, random)
    return content[:at] + piece + content[at:]


def _count(random: Random) -> int:
    return random.choice((1, 3, 20, 300, 5000, 100_000))


def flip_bits(content: bytes, random: Random, other: bytes) -> bytes:
    """Single bits turned, few or many."""
    flipped = bytearray(content)
    for _ in range(random.choice((1, 5, 50, 500)) if content else 0):
        flipped[random.randrange(len(flipped))] ^= 1 << random.randrange(8)
    return bytes(flipped)


def cut_off(content: bytes, random: Random, other: bytes) -> bytes:
    """The end is missing."""
    return content[: _at(content, random)]


def cut_begin(content: bytes, random: Random, other: bytes) -> bytes:
    """The begin is missing."""
    return content[min(len(content), random.choice((1, 2, 20, 400, 5000))) :]


def drop_chunk(content: bytes, random: Random, other: bytes) -> bytes:
    """A piece is missing."""
    start, end = _piece(content, random)
    return content[:start] + content[end:]


def repeat_chunk(content: bytes, random: Random, other: bytes) -> bytes:
    """A piece comes again and again."""
    start, end = _piece(content, random)
    times = min(_count(random), 300_000 // max(1, end - start))
    return content[:end] + content[start:end] * times + content[end:]


def swap_chunks(content: bytes, random: Random, other: bytes) -> bytes:
    """Two pieces change places."""
    a, b, c, d = sorted(_at(content, random) for _ in range(4))
    return content[:a] + content[c:d] + content[b:c] + content[a:b] + content[d:]


def splice(content: bytes, random: Random, other: bytes) -> bytes:
    """The begin of one page, the end of another."""
    return content[: _at(content, random)] + other[_at(other, random) :]


def double(content: bytes, random: Random, other: bytes) -> bytes:
    """The whole a second time, or another page behind it."""
    return content + random.choice((content, other))


def insert_nulls(content: bytes, random: Random, other: bytes) -> bytes:
    """Zero bytes."""
    return _insert(content, random, bytes(_count(random)))


def insert_controls(content: bytes, random: Random, other: bytes) -> bytes:
    """Control characters here and there."""
    for _ in range(random.choice((1, 10, 60))):
        content = _insert(content, random, bytes([random.choice(_CONTROLS)]))
    return content


def insert_marks(content: bytes, random: Random, other: bytes) -> bytes:
    """Marks that turn the direction, show nothing, or stack up on letters."""
    for _ in range(random.choice((1, 10, 60))):
        content = _insert(content, random, random.choice(_MARKS) * random.choice((1, 1, 40, 2000)))
    return content


def insert_surrogates(content: bytes, random: Random, other: bytes) -> bytes:
    """Halves of characters, as bytes and as escapes."""
    for _ in range(random.choice((1, 10))):
        content = _insert(content, random, random.choice(_SURROGATES))
    return content


def insert_noise(content: bytes, random: Random, other: bytes) -> bytes:
    """Random bytes."""
    return _insert(content, random, random.randbytes(random.choice((1, 16, 300, 20_000))))


def insert_run(content: bytes, random: Random, other: bytes) -> bytes:
    """One or two units over and over: long words, long lines, rows of brackets, of commas, of dates."""
    unit = random.choice(_UNITS) + random.choice((b"", b"", *_UNITS))
    return _insert(content, random, unit * (min(100_000, 20 * _count(random)) // len(unit)))


def long_numbers(content: bytes, random: Random, other: bytes) -> bytes:
    """Numbers with many digits, signs and exponents in place of those that are there."""
    number = random.choice(
        (b"9" * 5000, b"1e999", b"-1", b"0", b"18446744073709551616", b"0x7f", b"NaN", b"1,000" * 400)
    )
    return re.sub(rb"\d+", lambda found: number if random.random() < 0.1 else found.group(), content)[:LONGEST]


def other_digits(content: bytes, random: Random, other: bytes) -> bytes:
    """Digits of other scripts in place of those that are there."""
    digits = random.choice(_DIGITS)
    return re.sub(rb"[0-9]", lambda found: digits[int(found.group())].encode(), content)


def reencode(content: bytes, random: Random, other: bytes) -> bytes:
    """Another encoding, which nothing declares; the whole or the end of it."""
    at = random.choice((0, 0, _at(content, random)))
    return content[:at] + content[at:].decode("utf-8", "replace").encode(random.choice(_ENCODINGS), "replace")


def encode_twice(content: bytes, random: Random, other: bytes) -> bytes:
    """UTF-8 read as Latin-1 and written as UTF-8 again."""
    return content.decode("latin-1").encode()


def lie_charset(content: bytes, random: Random, other: bytes) -> bytes:
    """Another encoding is declared, where one is declared; else one at the front."""
    name = random.choice(_CHARSETS)
    lied = re.sub(rb"(?i)((?:charset|encoding)\s*=\s*[\"']?)[\w-]+", lambda found: found.group(1) + name, content)
    return lied if lied != content else b'<meta charset="' + name + b'">' + content


def lie_begin(content: bytes, random: Random, other: bytes) -> bytes:
    """The first bytes of another format."""
    magic = random.choice(_MAGICS)
    return magic + content[random.choice((0, len(magic))) :]


def lie_headers(content: bytes, random: Random, other: bytes) -> bytes:
    """Header lines lose their value, or get one that is wrong or long."""
    value = random.choice(
        (b"", b"x", b"0", b"-5", b"99999999999", b"chunked", b"gzip", b"base64", b"a" * 20_000, b"=?x?b?y?=")
    )
    return re.sub(
        rb"(?m)^([A-Za-z-]{3,40}: ?)[^\r\n]*",
        lambda f: f.group(1) + value if random.random() < 0.3 else f.group(),
        content,
    )[:LONGEST]


def wrong_lengths(content: bytes, random: Random, other: bytes) -> bytes:
    """Declared lengths and offsets are not those of the contents."""
    shift = random.choice((-100, -1, 1, 100, 1_000_000, 10**15))
    return re.sub(
        rb"(?i)((?:length|count|size|startxref)\W{1,3})(\d{1,12})",
        lambda f: f.group(1) + b"%d" % (int(f.group(2)) + shift),
        content,
    )


def nest(content: bytes, random: Random, other: bytes) -> bytes:
    """Deep nesting: of elements, of brackets, of quotations."""
    depth = random.choice((30, 300, 3000, 30_000))
    opened = random.choice((b"<%s>" % random.choice(_TAGS), b"[", b'{"a":', b"(", b"> ", b"<!--", b"<![CDATA["))
    closed = random.choice((b"", opened.replace(b"<", b"</")))
    at = _at(content, random)
    return content[:at] + opened * depth + content[at:] + closed * depth


def huge_attribute(content: bytes, random: Random, other: bytes) -> bytes:
    """An attribute of many letters, or very many attributes, in a tag that is there."""
    many = random.choice((1000, 200_000))
    piece = random.choice((
        b' class="' + b"menu " * (many // 5) + b'"', b' style="' + b"x" * many + b'"',
        b' href="' + b"?a=" * (many // 3),
        b"".join(b" a%d=1" % n for n in range(many // 100)),
    ))  # fmt: skip
    tags = list(re.finditer(rb"<[A-Za-z]{1,10}", content[:200_000]))
    at = random.choice(tags).end() if tags else _at(content, random)
    return content[:at] + piece + content[at:]


def tag_soup(content: bytes, random: Random, other: bytes) -> bytes:
    """Tags in another order, unclosed or closed twice."""
    pieces = re.split(rb"(<[^<>]*>)", content)
    tags = range(1, len(pieces), 2)
    for n in random.sample(tags, min(len(tags), random.choice((3, 50, 1000)))):
        pieces[n] = random.choice(
            (b"", pieces[n] * 2, pieces[random.choice(tags)], pieces[n][:-1], b"</html>", b"<body>")
        )
    return b"".join(pieces)


def entity_bomb(content: bytes, random: Random, other: bytes) -> bytes:
    """Entities that grow a thousand million times, and one that names a file."""
    content = re.sub(rb"<!DOCTYPE[^>]*>", b"", content)
    at = content.find(b"?>") + 2 if content.startswith(b"<?xml") else 0
    bombed = content[:at] + _BOMB + content[at:]
    return re.sub(rb">[A-Za-z ]", lambda f: b">&j;&out; " if random.random() < 0.05 else f.group(), bombed)


def odd_entities(content: bytes, random: Random, other: bytes) -> bytes:
    """References to characters that are none."""
    for _ in range(20):
        content = _insert(
            content, random, random.choice((b"&#0;", b"&#x110000;", b"&#99999999999;", b"&x", b"&#x;", b"&nbsp"))
        )
    return content


def open_hidden(content: bytes, random: Random, other: bytes) -> bytes:
    """An element, comment or section that hides what follows and is not closed."""
    hidden = (
        b"<script>",
        b"<style>",
        b"<!--",
        b"<![CDATA[",
        b"<textarea>",
        b"<title>",
        b"<template>",
        b"<svg>",
        b"<plaintext>",
    )
    return _insert(content, random, random.choice(hidden))


def one_line(content: bytes, random: Random, other: bytes) -> bytes:
    """No line breaks, or no spaces at all."""
    return re.sub(random.choice((rb"[\r\n]+", rb"\s+")), random.choice((b"", b" ")), content)


def many_lines(content: bytes, random: Random, other: bytes) -> bytes:
    """A line for every word."""
    return content.replace(b" ", random.choice((b"\n", b"\r", b"\n\n")))


def grow_case(content: bytes, random: Random, other: bytes) -> bytes:
    """Letters that change length with their case, or stand for several, in place of common ones."""
    new = random.choice(("İ", "ß", "ﬁ", "ǅ", "ŉ", "ﷺ", "㍿", "e\u0301")).encode()
    return content.replace(random.choice((b"e", b"i", b"s")), new)


def pack(content: bytes, random: Random, other: bytes) -> bytes:
    """Packed once more, or several times."""
    for _ in range(random.choice((1, 1, 2, 6))):
        content = gzip.compress(content, 1, mtime=0)
    return content


def hide_json(content: bytes, random: Random, other: bytes) -> bytes:
    """Values of other kinds than those expected, in JSON wherever it stands."""
    value = random.choice(
        (
            b"null",
            b"-0.0",
            b"[]",
            b"{}",
            b"[[[[1]]]]",
            b'"' + b"\\u0000" * 9 + b'"',
            b"1e400",
            b"true",
            b'{"@type":[{}]}',
        )
    )
    return re.sub(rb'("[^"\n]{1,60}")(?=\s*[,}\]])', lambda f: value if random.random() < 0.3 else f.group(), content)


MUTATIONS: tuple[Mutation, ...] = (
    flip_bits, cut_off, cut_begin, drop_chunk, repeat_chunk, swap_chunks, splice, double, insert_nulls, insert_controls,
    insert_marks, insert_surrogates, insert_noise, insert_run, long_numbers, other_digits, reencode, encode_twice,
    lie_charset, lie_begin, lie_headers, wrong_lengths, nest, huge_attribute, tag_soup, entity_bomb, odd_entities,
    open_hidden, one_line, many_lines, grow_case, pack, hide_json,
)  # fmt: skip
BY_NAME = {mutation.__name__: mutation for mutation in MUTATIONS}
