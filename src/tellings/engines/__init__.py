"""Where a plan runs: in this process (local) or on a Ray cluster (ray). Same plan, same tables, row for row."""

ENGINES = ("local", "ray")
