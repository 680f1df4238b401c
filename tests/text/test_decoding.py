"""Bytes become text by their mark, their declaration or their look."""

import pytest

from tellings.text.decoding import decode, find_wide

RUSSIAN = "Мост через реку закрыли утром в четверг, потому что инженеры нашли трещины в двух опорах. " * 4


def test_a_page_that_wrongly_declares_utf_8_is_judged_by_its_look() -> None:
    page = f'<html><head><meta charset="utf-8"></head><body><p>{RUSSIAN}</p></body></html>'
    assert RUSSIAN.strip() in str(decode(page.encode("cp1251")))


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Jõgi tõusis öösel ja üle kolmesaja inimese pidi kodust lahkuma, teatas päästeamet. ", "cp1257"),
        ("Řeka v noci zaplavila město a tři mosty jsou zavřené, řekli hasiči novinářům. ", "iso8859_2"),
        ("Şehirde yağış dün gece başladı ve üç köprü kapandı, dedi belediye başkanı. ", "cp1254"),
        ("La rivière a débordé dans la nuit et trois ponts sont fermés, a déclaré le préfet à la presse. ", "cp1252"),
        ("川の水が夜のうちにあふれ、三つの橋が通れなくなったと市が発表した。", "iso2022_jp"),
        ("ارتفع منسوب النهر ليلا وأغلقت ثلاثة جسور في المدينة كما قال المتحدث. ", "utf-16-le"),
        ("渡轮星期一重新开航，码头修了一个月。\n港口说，明天起每天两班。\n", "utf-16-le"),
        ("नदी का पानी रात में बढ़ा और तीन पुल बंद कर दिए गए। ", "utf-16-be"),
    ],
)
@pytest.mark.parametrize("declared", [None, "utf-8"])
def test_encodings_of_languages_are_told_by_their_words(text: str, encoding: str, declared: str | None) -> None:
    assert decode((text * 4).encode(encoding), declared=declared) == text * 4


def test_utf_8_that_was_read_as_latin_letters_is_put_right() -> None:
    text = "La rivière a débordé ; trois ponts « fermés » à l’entrée. Мост закрыт. "
    garbled = "".join(
        bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode()
    )  # as browsers read it
    assert decode(garbled.encode()) == text


@pytest.mark.parametrize("text", ["SÃO PAULO É GRANDE. ÂNGELA NÃO VEIO.", "The signs Ã© and Ã¨ stand for accents."])
def test_letters_that_may_be_meant_are_left(text: str) -> None:
    assert decode(text.encode()) == text


def test_a_few_damaged_letters_cost_those_letters() -> None:
    text = decode(RUSSIAN.encode() + b"\xff\xfe" + RUSSIAN.encode())
    assert text is not None
    assert text.count("\ufffd") == 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_encodings_told_without_declaration(encoding: str) -> None:
    assert decode(("The gate. " * 20).encode(encoding)) == "The gate. " * 20


def test_several_encodings_in_one_page_are_still_read() -> None:
    page = ("The gate was closed on Thursday. " * 20).encode() + RUSSIAN[:60].encode("cp1251") + RUSSIAN.encode()
    assert "The gate was closed" in str(decode(page))


@pytest.mark.parametrize(
    "name", ["utf-16", "utf-32", "cp037", "utf-7", "punycode", "idna", "hex", "unicode_escape", "?"]
)
def test_a_page_is_not_in_an_encoding_in_which_it_could_not_declare_it(name: str) -> None:
    page = f'<meta charset="{name}"><p>The quay +AGE- of Åse \\x41 \\ud800 – 1-2</p>{"<p>It was shut.</p>" * 20}'
    for encoding in ("utf-8", "cp1252"):
        assert decode(page.encode(encoding)) == page
        assert decode(page.encode(encoding), declared=name) == page
    decode(page.encode() + bytes(range(128, 256)) * 9, declared=name)  # may be nothing, is no fault


def test_an_encoding_that_is_slow_to_read_is_never_taken() -> None:
    page = b"<meta charset=punycode>\xff" + b"a" * 2_000_000  # the square of this would not end
    assert len(str(decode(page, declared="punycode"))) == len(page)


@pytest.mark.parametrize("declared", ["utf-8", None, "x-nonsense", "windows-1252"])
def test_a_few_letters_of_one_byte_are_read_as_browsers_do(declared: str | None) -> None:
    text = "The gate was closed. " * 20 + "“No,” said Åse – “not now.” " + "The gate was closed. " * 20
    assert decode(text.encode("cp1252"), declared=declared) == text


@pytest.mark.parametrize("content", [b"\x00\x01\x02\x03" * 40, bytes(range(256)) * 4, b"\x07\x00\x13\x81" * 90])
def test_bytes_of_other_things_are_no_wide_letters(content: bytes) -> None:
    assert find_wide(content) is None
