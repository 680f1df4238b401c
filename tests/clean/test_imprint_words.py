"""Labels of dates in many languages."""

import pytest

from tellings.clean.imprint_words import find_label


@pytest.mark.parametrize(
    ("before", "role"),
    [
        ("Published: ", "published"),
        ("Last updated on ", "modified"),
        ("10:29 ESTUpdated ", "modified"),
        ("Publicado el ", "published"),
        ("Mis à jour le ", "modified"),
        ("Обновлено: ", "modified"),
        ("最終更新：", "modified"),
        ("입력 ", "published"),
        ("Member since ", "other"),
        ("Published 3 May, updated ", "modified"),
        ("The candidate ", None),
        ("", None),
    ],
)
def test_labels(before: str, role: str | None) -> None:
    assert find_label(before) == role
