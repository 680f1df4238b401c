"""A PLOVER type and mode in, how hostile or friendly it is out: -10 to 10, from `intensity.tsv`."""

from functools import lru_cache
from importlib.resources import files


@lru_cache(maxsize=1)
def load_intensities() -> dict[tuple[str, str], float]:
    """(type, mode or "") -> intensity."""
    text = (files(__package__) / "intensity.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {(kind, mode): float(value) for kind, mode, value, _ in rows}


def find_intensity(kind: str, mode: str | None) -> float | None:
    """That of the mode, else that of the type; None for a type that is none of the scheme's."""
    known = load_intensities()
    return known.get((kind, mode or ""), known.get((kind, "")))
