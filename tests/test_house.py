"""The import rule: only downward, never sideways."""

import ast
from pathlib import Path

import pytest

import tellings

SOURCE = Path(tellings.__file__).parent
ROOMS = {"ingest", "clean", "annotate", "trace_copies", "cluster", "code_events", "resolve", "align", "assemble"}
FLOOR = {
    "errors": 0, "text": 0, "records": 1, "stage": 2, "linking": 2, **dict.fromkeys(ROOMS, 3), "store": 3,
    "plan": 4, "engines": 4, "publish": 4, "progress": 4, "front": 5, "cli": 6, "": 6,
}  # fmt: skip
SIDEWAYS = {("linking", "stage"), ("plan", "engines")}  # none of these knows a room's inside


def room_of(path: Path) -> str:
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return "" if parts[0] in ("__init__", "__main__") else parts[0]


def imports_of(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [
                f"{node.module}.{alias.name}" if node.module == "tellings" else node.module for alias in node.names
            ]
            assert node.level == 0, f"{path}: relative import"
        for name in names:
            parts = name.split(".")
            if parts[0] == "tellings" and len(parts) > 1 and parts[1] != "__version__":
                found.add(parts[1])
    return found


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_down(path: Path) -> None:
    here = room_of(path)
    assert here in FLOOR, f"{here} is no room of the house: see docs/architecture.md"
    for there in imports_of(path) - {here}:
        lower = FLOOR[there] < FLOOR[here]
        assert lower or (here, there) in SIDEWAYS, f"{path.name}: {here or 'tellings'} must not import {there}"


@pytest.mark.parametrize("path", sorted(SOURCE.rglob("*.py")), ids=lambda path: str(path.relative_to(SOURCE)))
def test_modules_say_what_they_do(path: Path) -> None:
    assert path.stat().st_size == 0 or ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
