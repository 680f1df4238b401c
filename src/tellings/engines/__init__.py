"""Where a plan runs: in this process (local) or on a Ray cluster (ray). Same plan, same tables, row for row."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]  # stage, groups done, groups in all
ENGINES = ("local", "ray")
