"""What was left out in, out whether it is a file that is no report by its kind (settings, pictures, code), and which.

Such files lie beside reports in any folder, and nobody misses them: they are counted by kind. Tables, logs, papers and
what is merely unreadable might have been meant as reports: these are named one by one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from tellings.ingest.received import STAGE

HIDDEN = "hidden"
_REASON = "it is "
# As the reasons of `other_text` and `formats` call them: what one and several of them are called.
_KINDS = {
    "a settings file": ("settings file", "settings files"),
    "a build file": ("build file", "build files"),
    "a list of packages": ("list of packages", "lists of packages"),
    "a README": ("README", "READMEs"),
    "a licence": ("licence", "licences"),
    "a list of changes": ("list of changes", "lists of changes"),
    "advice to contributors": ("page of advice to contributors", "pages of advice to contributors"),
    "a code of conduct": ("code of conduct", "codes of conduct"),
    "a style sheet": ("style sheet", "style sheets"),
    "source code": ("file of source code", "files of source code"),
    "a patch": ("patch", "patches"),
    "a picture": ("picture", "pictures"),
    "a sound recording": ("sound recording", "sound recordings"),
    "a video": ("video", "videos"),
    "a program": ("program", "programs"),
    "a database": ("database", "databases"),
    HIDDEN: ("hidden file or folder", "hidden files or folders"),
}


def find_kind(stage: str, reason: str) -> str | None:
    """The kind of file for which it was left out, by the stage and reason of its Drop; None for what may be missed."""
    kind = reason.removeprefix(_REASON).partition(",")[0]
    return kind if stage == STAGE and reason.startswith(_REASON) and kind in _KINDS else None


def count_kinds(kinds: Iterable[str] | Mapping[str, int]) -> str:
    """How many there are of each, most first: 3 pictures, 1 style sheet."""
    counts = Counter(kinds)
    return ", ".join(
        f"{number} {_KINDS[kind][number > 1]}"
        for kind, number in sorted(counts.items(), key=lambda held: (-held[1], held[0]))
    )
