"""When: a stretch of time with the precision to which it is known."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum


class Precision(StrEnum):
    """The unit to which a time is known, finest first."""

    MINUTE = "minute"
    HOUR = "hour"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    QUARTER = "quarter"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    RANGE = "range"


_DAY = 10  # letters of an ISO day


@dataclass(frozen=True, slots=True)
class Interval:
    """From `start` to `end`, both included, as ISO 8601 dates (`2023-01-08`) or minutes (`2023-01-08T20:09`).

    None is an open end ("until April" has no start). A day known as such has start == end. Minutes are those of the
    clock that the source gives; `zone` is its offset ("+01:00", "Z"), None where the source does not say.
    """

    start: str | None
    end: str | None
    precision: Precision
    zone: str | None = None

    def first_day(self) -> date | None:
        """The day on which it starts, by the clock of the source."""
        return date.fromisoformat(self.start[:10]) if self.start else None

    def last_day(self) -> date | None:
        """The day on which it ends."""
        return date.fromisoformat(self.end[:10]) if self.end else None

    def overlaps(self, other: "Interval", *, slack_days: int = 0) -> bool:
        """Whether the two share a day, once each is widened by `slack_days` on both sides."""
        slack = timedelta(days=slack_days)
        left, right = self.first_day() or date.min, other.first_day() or date.min
        left_end, right_end = self.last_day() or date.max, other.last_day() or date.max
        return not (_later(left_end, slack) < right or _later(right_end, slack) < left)

    def holds(self, other: "Interval") -> bool:
        """Whether the other lies wholly within this one."""
        starts = (self.first_day() or date.min) <= (other.first_day() or date.min)
        return starts and (other.last_day() or date.max) <= (self.last_day() or date.max)

    def rank(self) -> str:
        """What times are put in order by: the start, in UTC where the zone is known; open starts come last."""
        if not self.start or not self.zone or len(self.start) <= _DAY:
            return self.start or "9999"
        try:
            moment = datetime.fromisoformat(self.start + self.zone).astimezone(UTC)
        except (ValueError, OverflowError):
            return self.start
        return moment.replace(tzinfo=None).isoformat(timespec="minutes")

    def is_before(self, other: "Interval") -> bool:
        """Whether this starts earlier as far as both can tell: by the minute where both give minute and zone, or
        neither a zone; else by the day, so that a day and a minute of it are in no order."""
        if not self.start or not other.start:
            return False
        if len(self.start) > _DAY < len(other.start) and bool(self.zone) == bool(other.zone):
            return self.rank() < other.rank()
        return self.start[:_DAY] < other.start[:_DAY]

    def same_moment(self, other: "Interval") -> bool:
        """Whether the two start at the same minute, told in whatever zone; both must give minute and zone."""
        told = all(i.zone and i.start and len(i.start) > _DAY for i in (self, other))
        return told and self.rank() == other.rank()


def day(value: date) -> Interval:
    """The interval of one day."""
    return Interval(value.isoformat(), value.isoformat(), Precision.DAY)


def _later(value: date, slack: timedelta) -> date:
    return value if value > date.max - slack else value + slack
