"""Bytes become text by their mark, their declaration or their look."""

import pytest

from tellings.text.decoding import decode

RUSSIAN = "Мост через реку закрыли утром в четверг, потому что инженеры нашли трещины в двух опорах. " * 4


def test_a_page_that_wrongly_declares_utf_8_is_judged_by_its_look() -> None:
    page = f'<html><head><meta charset="utf-8"></head><body><p>{RUSSIAN}</p></body></html>'
    assert RUSSIAN.strip() in str(decode(page.encode("cp1251")))


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
