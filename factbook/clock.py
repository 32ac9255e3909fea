"""The only place that reads the clock."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime

from factbook.stop import CannotRun


class NoDay(CannotRun):
    """SOURCE_DATE_EPOCH is set to something that is no time; says so."""


def today() -> date:
    """The day to check against, in UTC: that of SOURCE_DATE_EPOCH where it is set, so that builds can be repeated.

    Raises NoDay.
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    try:
        now = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    except (ValueError, OverflowError, OSError):
        raise NoDay(f"SOURCE_DATE_EPOCH is {epoch!r}: write the seconds since 1970") from None
    return now.date()
