"""A site's name in; what its robots.txt allows us, and until when it wants to be left alone, out. Kept in the state."""

from collections.abc import Callable
from dataclasses import replace

from tellings.ingest.politeness import DAY, HOUR, is_due
from tellings.ingest.robots import Rules, parse_robots
from tellings.store.watched import SiteRow, Watched

_SHORTEST = HOUR / 2  # a site that is closed for now is asked for no sooner


class Sites:
    """The rules of each site, read once in a round. slow_down: told the seconds between requests that a site names."""

    def __init__(
        self, state: Watched, agent: str, now: Callable[[], float], slow_down: Callable[[str, float], None]
    ) -> None:
        self._state, self._agent, self._now, self._slow_down = state, agent, now, slow_down
        self._rules: dict[str, Rules | None] = {}  # None: its robots.txt could not be had

    def knows(self, site: str) -> bool:
        """Whether its robots.txt was looked for, in this round or lately."""
        if site not in self._rules:
            row = self._state.site(site)
            if is_due(row.fresh_until, self._now()):
                return False
            self._set(row)
        return True

    def rules(self, site: str) -> Rules | None:
        """What it allows; None where all is closed, as its robots.txt could not be had."""
        return self._rules[site]

    def close(self, site: str) -> None:
        """For this round."""
        self._rules[site] = None

    def closed_until(self, site: str) -> float:
        """When its robots.txt may be asked for again."""
        return max(self._state.site(site).fresh_until, self._now() + _SHORTEST)

    def keep(self, site: str, content: bytes | None) -> None:
        """Note its robots.txt for a day. None: it could not be had; what was known before goes on for an hour, then it
        is asked for again."""
        row, now = self._state.site(site), self._now()
        if content is not None:
            row = replace(row, robots=content, open=1, fresh_until=now + DAY)
        else:
            row = replace(row, fresh_until=now + HOUR)
        with self._state.batch():
            self._state.put_site(row)
        self._set(row)

    def hold(self, site: str, until: float) -> None:
        """It wants to be left alone."""
        with self._state.batch():
            self._state.put_site(replace(self._state.site(site), held_until=until))

    def held_until(self, site: str) -> float | None:
        """None where it may be asked."""
        held = self._state.site(site).held_until
        return None if is_due(held, self._now()) else held

    def _set(self, row: SiteRow) -> None:
        rules = parse_robots(row.robots or b"", self._agent) if row.open else None
        self._rules[row.origin] = rules
        if rules and rules.delay:
            self._slow_down(row.origin, rules.delay)
