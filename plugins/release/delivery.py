"""What a delivery is told besides what to deliver, and what it says it has done."""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field
from datetime import UTC, tzinfo

from . import manifest

KEPT = 3
"""Releases that a target keeps, the current one included."""


@dataclass(frozen=True)
class DeliveryOptions:
    """How a folder becomes a release."""

    stamp: str = ""
    """Path of the script that gives id and date of the release to pages; none is written where this is empty."""
    extras: dict[str, bytes] = field(default_factory=dict)
    """Further files, by path."""
    sign: Callable[[str], None] | None = None
    """Signs the file whose path it is given, beside it."""
    is_signed: Callable[[str], bool] | None = None
    """Whether the file whose path it is given has a right signature beside it."""
    check: Callable[[dict[str, manifest.FileState], Set[str]], None] | None = None
    """Raises where a path cannot be delivered. It is given the paths to deliver, and those that the release before has."""
    approve: Callable[[dict[str, str]], None] | None = None
    """Raises where what the files hold cannot be delivered. It is given the digests by path, just before the switch."""
    as_is: bool = False
    """Whether the folder is a release already: then what it says of itself is taken over."""
    keep: int = KEPT
    """Releases that the target keeps, the current one included."""
    zone: tzinfo = UTC
    """The zone in which the date of the release is written."""


@dataclass(frozen=True)
class Delivery:
    """What a delivery did."""

    release: str
    """The id of the release, all 64 digits."""
    path: str
    """Where it stands: a folder, on a terminal the folder's name, on a stick the archive."""
    files: int
    """Files of the release."""
    copied: int
    """Files that were written or sent anew."""
    bytes_copied: int
    """Bytes of these; over SSH, those that went over the line."""
    read: int
    """Files of the release whose bytes were read on the target and compared; a stick's archive counts as all of them."""
    seconds: float
    switched: bool
    """Whether the target showed another release before."""
