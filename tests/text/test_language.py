"""Languages of wordings: by script, by the model, by words that tell neighbours apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.text.language import find_script, parse_code, rank_languages


def best(wording: str) -> str | None:
    ranked = rank_languages(wording)
    return ranked[0][0] if ranked else None


@pytest.mark.parametrize(
    ("wording", "language"),
    [
        ("桥梁已经关闭", "zh"),
        ("橋は閉鎖された", "ja"),
        ("다리가 닫혔다", "ko"),
        ("สะพานถูกปิด", "th"),
        ("ድልድዩ ዛሬ ተዘግቷል ሲሉ ከንቲባው ተናግረዋል", "am"),
        ("እቲ ድልድል ካብ ትማሊ ኣትሒዙ ዕጹው እዩ", "ti"),
        ("Η γέφυρα έκλεισε", "el"),
        ("Reka se povukla pre podne, posle čega je most otvoren, rekao je predsednik opštine", "sr"),
        ("Rijeka se povukla prije podne, nakon čega je most otvoren, priopćila je županija", "hr"),
        ("Река се повукла пре подне, после чега је мост отворен", "sr"),
        ("Jambatan itu telah ditutup kerana banjir, kata jurucakap kerajaan kepada pemberita selepas mesyuarat", "ms"),
        ("Jembatan itu ditutup karena banjir, kata juru bicara pemerintah kepada wartawan setelah rapat", "id"),
        ("An rufe gadar saboda ambaliyar ruwa, in ji gwamnan jihar, kuma ya ce za a buɗe ta ranar Juma'a", "ha"),
        ("پل به دلیل سیل بسته شد و شهردار گفت که فردا باز می‌شود", "fa"),
        ("سیلاب کی وجہ سے پل بند کر دیا گیا ہے اور میئر نے کہا ہے کہ یہ کل کھلے گا", "ur"),
        ("أغلق الجسر بسبب الفيضان وقال رئيس البلدية إنه سيفتح غدا", "ar"),
    ],
)
def test_languages(wording: str, language: str) -> None:
    assert best(wording) == language


@pytest.mark.parametrize("wording", ["", "12.5 % – 3", "ok", "🙂🙂🙂"])
def test_too_little_tells_nothing(wording: str) -> None:
    assert not rank_languages(wording)


@pytest.mark.parametrize(
    ("declared", "code"),
    [("de-AT", "de"), ("pt_BR", "pt"), ("zh-Hant-TW", "zh"), ("eng", "en"), ("", None), ("x-default", None)],
)
def test_declarations(declared: str, code: str | None) -> None:
    assert parse_code(declared) == code


def test_a_few_names_in_another_script_do_not_make_the_script() -> None:
    assert find_script("The paper 人民日报 wrote that the bridge is shut") == "Latin"


@given(st.text())
def test_any_text_has_likelihoods(wording: str) -> None:
    assert all(0.0 <= likely <= 1.01 and 2 <= len(code) <= 3 for code, likely in rank_languages(wording))
