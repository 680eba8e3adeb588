"""What is on the disk stays there when the power is cut; what the system only means to write may be lost, in any order.

A file is on the disk once it was flushed, its name once the folder was that holds it.
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
    """Return once the disk has these files, and the names that these folders hold; raises OSError where it fails."""
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
