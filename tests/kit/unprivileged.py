"""Commands without the privileges of root: what the mode of a file forbids its owner is forbidden."""

from __future__ import annotations

import os

PREFIX = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
"""What stands before a command. Root stays the owner of its files, without the right to pass over their modes."""
