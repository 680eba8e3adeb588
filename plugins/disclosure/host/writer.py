"""Pelican's writer, made to leave unchanged files alone.

Pages, feeds and whatever other plugins write through Pelican are compared with what
stands in the output folder, and replaced atomically when they differ.
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
        """Open a file as Pelican's writer does, with its rule that no file is written twice."""
        if filename in self._overridden_files and not override:
            return io.StringIO()
        if filename in self._overridden_files or (filename in self._written_files and not override):
            raise FileOverwriteFailedError(f'"{filename}" was already written in this build')
        if override:
            self._overridden_files.add(filename)
        self._written_files.add(filename)
        return _Comparing(self, filename, encoding)


class _Comparing(io.StringIO):
    """Text that is written to its file when closed, if it differs."""

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
            io.StringIO.close(self)  # an exception while rendering leaves the old file
            return
        self.close()
