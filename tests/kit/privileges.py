"""Root without its privileges: what is forbidden to others is forbidden to it."""

from __future__ import annotations

import ctypes
import os

_VERSION_3 = 0x20080522


class _Header(ctypes.Structure):
    _fields_ = [("version", ctypes.c_uint32), ("process", ctypes.c_int)]


class _Data(ctypes.Structure):
    _fields_ = [("effective", ctypes.c_uint32), ("permitted", ctypes.c_uint32), ("inheritable", ctypes.c_uint32)]


def drop() -> None:
    """Give up every capability of this process (capset(2)). A file of mode 000 then cannot be read, as by any other user."""
    if os.geteuid() == 0:
        library = ctypes.CDLL(None, use_errno=True)
        if library.capset(ctypes.byref(_Header(_VERSION_3, 0)), ctypes.byref((_Data * 2)())) != 0:
            raise OSError(ctypes.get_errno(), "capset")
