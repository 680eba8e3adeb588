"""Times as a release writes and shows them: in the zone of the site, with the offset from UTC.

The zone of the machine plays no part: a webmaster's laptop and a server that builds at
night say the same.
"""

from __future__ import annotations

from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from .failures import Misconfigured


def zone(name: str) -> tzinfo:
    """Return the zone of a name of the IANA database, such as ``Asia/Shanghai``; raises Misconfigured where there is none."""
    try:
        return UTC if name == "UTC" else ZoneInfo(name)
    except (LookupError, ValueError, TypeError, OSError):
        raise Misconfigured(
            f"TIMEZONE 是“{name}”，这台电脑不认识这个时区；要写成 Asia/Shanghai 这样的名字，名字没有写错的，安装 Python 的 tzdata"
        ) from None


def now(of: tzinfo) -> str:
    """Return the present moment in a zone for programs: ISO 8601 to the second, such as ``2026-11-30T15:17:08+08:00``."""
    return datetime.now(of).isoformat(timespec="seconds")


def shown(moment: datetime, of: tzinfo) -> str:
    """Return a moment in a zone for people, such as ``2026-11-30 15:17 +08:00``."""
    text = moment.astimezone(of).isoformat(" ", "minutes")
    return f"{text[:16]} {text[16:]}"
