"""Compiled templates in the cache folder, which may be damaged or not writable: then templates are compiled again."""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket

from ..catalogue.file import discard


class TemplateCache(BytecodeCache):
    """Compiled templates, one a file, each with its SHA-256: Python crashes on damaged bytecode."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    def load_bytecode(self, bucket: Bucket) -> None:
        """Load a template, if its file is whole."""
        try:
            with open(self._place(bucket), "rb") as file:
                digest, code = file.read(32), file.read()
        except OSError:
            return
        if hashlib.sha256(code).digest() == digest:
            with contextlib.suppress(pickle.UnpicklingError, EOFError):
                bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template. Where that is not possible the next build compiles it again."""
        code, place = bucket.bytecode_to_string(), self._place(bucket)
        temporary = f"{place}.{os.getpid()}"
        with contextlib.suppress(OSError):
            if os.path.lexists(self._folder) and not os.path.isdir(self._folder):
                discard(self._folder)
            os.makedirs(self._folder, exist_ok=True)
            if not os.path.isfile(place):
                discard(place)
            with open(temporary, "wb") as file:
                file.write(hashlib.sha256(code).digest() + code)
            os.replace(temporary, place)

    def _place(self, bucket: Bucket) -> str:
        return os.path.join(self._folder, bucket.key)


def give_template_cache(pelican: Any) -> None:
    """Receiver of `initialized`: has templates kept in the cache folder, unless the configuration says where they are kept."""
    environment = pelican.settings["JINJA_ENVIRONMENT"]
    environment.setdefault("bytecode_cache", TemplateCache(os.path.join(pelican.settings["CACHE_PATH"], "templates")))
