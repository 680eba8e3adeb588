"""Names of releases: number, moment and id, such as ``000012-20261130T071708Z-0123456789ab``.

The number alone gives the order, since clocks can be wrong. The moment is that of the
delivery, in UTC. The id is the beginning of the release's own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

PATTERN = "[0-9]{6}-[0-9]{8}T[0-9]{6}Z-[0-9a-f]{12}"
"""A regular expression that Python and `grep -E` read alike."""

_MOMENT = "%Y%m%dT%H%M%SZ"


def is_name(text: str) -> bool:
    """Return whether this is the name of a release."""
    return re.fullmatch(PATTERN, text) is not None


def following(names: Iterable[str], identifier: str) -> str:
    """Return the name of the release of an id that is delivered now, after those of some names."""
    number = max((int(name[:6]) for name in names), default=0) + 1
    return f"{number:06d}-{datetime.now(UTC).strftime(_MOMENT)}-{identifier[:12]}"


def moment(name: str) -> datetime:
    """Return when the release of a name was delivered; raises ValueError where its digits are no moment."""
    return datetime.strptime(name[7:23], _MOMENT).replace(tzinfo=UTC)
