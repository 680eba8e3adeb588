"""Pelican's writer, which leaves unchanged files alone.

Everything that Pelican and other plugins write through it is compared with the file in the
output folder. A file that differs is replaced atomically.
"""

from __future__ import annotations

import io
import os
from typing import Any

from pelican.writers import FileOverwriteFailedError, Writer

from ..site_build.output import Written, write
from ..site_build.sitecheck import Links


class QuietWriter(Writer):
    """A `Writer` whose files keep their time when their bytes are the same."""

    def __init__(self, output_path: str, settings: dict[str, Any] | None = None) -> None:
        super().__init__(output_path, settings)
        self.written = Written()
        self.links = Links()

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Any:
        """Open a file as Pelican's writer does: a file may be written once, and overridden once."""
        if filename in self._overridden_files and not override:
            return io.StringIO()
        if filename in self._overridden_files or (filename in self._written_files and not override):
            raise FileOverwriteFailedError(f'"{filename}" was already written in this build')
        if override:
            self._overridden_files.add(filename)
        self._written_files.add(filename)
        return _Comparing(self, filename, encoding)


class _Comparing(io.StringIO):
    """A text that goes to its file on closing, if it differs. After an exception it does not."""

    def __init__(self, writer: QuietWriter, filename: str, encoding: str) -> None:
        super().__init__(newline="")
        self._writer, self._filename, self._encoding = writer, filename, encoding

    def close(self) -> None:
        if not self.closed:
            writer = self._writer
            path = os.path.relpath(self._filename, writer.output_path).replace(os.sep, "/")
            text = self.getvalue()
            write(writer.output_path, path, text.encode(self._encoding), writer.written)
            writer.links.look(path, text)
        super().close()

    def __exit__(self, *details: Any) -> None:
        if details[0] is not None:
            self.seek(0)
            io.StringIO.close(self)  # the old file stays
            return
        self.close()
