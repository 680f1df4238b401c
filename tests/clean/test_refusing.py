"""What is no report is told beyond doubt; what is merely unusual is kept."""

import base64
import random

import pytest

from tellings.clean.refusing import find_reason

REPORT = (
    "The council shut the bridge on Monday after divers found two cracks in its third pillar, the mayor said. "
    "Engineers will look at it again on Friday, and buses take the long way round until then."
)
COOKIES = (
    "We use cookies and ask for your consent. You can accept all or reject all, or manage preferences for each of our "
    "partners at any time. Strictly necessary cookies stay on your device as long as your browser is open."
)
TERMS = (
    "By using this shop you agree to these terms of service. We reserve the right to change them without prior notice "
    "and to terminate your account at our sole discretion. They are governed by the laws of the place of the shop."
)
LICENCE = (
    'This license lets you copy the work and its derivative works. It comes provided "as is", and its copyright '
    "holders promise neither merchantability nor that it will do what you wish. You may sublicense what you make."
)
RECIPE = (
    "Melt the butter in a pan and stir in the flour until it smells of nuts. Pour in the milk bit by bit, and keep "
    "stirring so that no lumps form. Season it with salt and nutmeg, and serve it over the boiled leeks."
)
LETTER = (
    "Dear Martha, it has rained here since you left, and the goats will not go out. Paul mended the gate on Sunday. "
    "We hope that you will come back before the harvest, for there is much to do and nobody sings at table."
)


def reason_of(text: str) -> str | None:
    return find_reason(text, text.split("\n\n"))


@pytest.mark.parametrize("text", [REPORT, RECIPE, LETTER, REPORT + "\n\nWe use cookies. Read our privacy policy."])
def test_kept(text: str) -> None:
    assert reason_of(text) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (COOKIES, "cookies"),
        (TERMS, "terms of use"),
        (LICENCE, "a licence"),
        (base64.b64encode(random.Random(3).randbytes(3000)).decode(), "base64"),
        ("Home\nNews\nSport", "only 3 words"),
    ],
)
def test_refused(text: str, said: str) -> None:
    assert said in str(reason_of(text))


def test_letters_without_a_language_are_refused() -> None:
    dice = random.Random(5)
    words = ["".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randint(2, 9))) for _ in range(200)]
    assert reason_of(" ".join(words) + ".") == "its letters are no text in any known language"


@pytest.mark.parametrize(
    "text",
    [
        "大桥于周一关闭，因为潜水员在第三根桥墩上发现了两条裂缝，市长说。工程师将在周五再次检查，在此之前公共汽车绕道行驶，居民需要多花半个小时。",
        "สะพานถูกปิดเมื่อวันจันทร์ หลังจากนักดำน้ำพบรอยร้าวสองแห่งที่เสาต้นที่สาม "
        "นายกเทศมนตรีกล่าว วิศวกรจะตรวจสอบอีกครั้งในวันศุกร์ และรถเมล์จะใช้เส้นทางอ้อมไปจนถึงวันนั้น",
    ],
)
def test_scripts_that_do_not_part_words_are_counted_by_their_letters(text: str) -> None:
    assert reason_of(text) is None


def test_titles_in_angle_brackets_are_no_code() -> None:
    lines = [
        "드라마 <숨은달>이 토요일 밤 아홉 시에 처음 방송됐다.",
        "시청자들은 <숨은달>과 <긴겨울>을 비교하며 글을 남겼다.",
        "감독은 <긴겨울>보다 밝은 이야기를 만들고 싶었다고 말했다.",
        "배우 두 명이 <숨은달>을 위해 여섯 달 동안 말타기를 배웠다고 한다.",
    ]
    assert find_reason("\n".join(lines), lines) is None
