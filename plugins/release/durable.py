"""Flushing: what was flushed to the disk is there after a power cut. What was not may be lost, in any order.

Flushing a file saves its bytes. Flushing a folder saves the names in it.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Collection

FEW = 200
"""Files and folders that are flushed one by one; for more, the system is asked to flush all it has, which is faster."""

_UNKNOWN = (errno.EINVAL, errno.ENOTSUP, errno.ENOSYS)
"""What file systems answer that cannot flush a folder by itself."""


def flush(paths: Collection[str]) -> None:
    """Flush these files and folders; raises OSError where the disk fails."""
    if len(paths) > FEW:
        os.sync()
        return
    for path in paths:
        place = os.open(path, os.O_RDONLY)
        try:
            os.fsync(place)
        except OSError as error:
            if error.errno not in _UNKNOWN:
                raise
            os.sync()
        finally:
            os.close(place)


def write_whole(path: str, data: bytes) -> None:
    """Write a file, whole or not at all; it is on the disk when this returns."""
    partial = f"{path}.new"
    with open(partial, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(partial, path)
    flush([os.path.dirname(os.path.abspath(path))])
