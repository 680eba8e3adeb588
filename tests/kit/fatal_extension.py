"""A Markdown extension that kills its process, as the system does when memory runs out."""

from __future__ import annotations

import os
import signal

from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

WORD = "（这里没有内存了）"


class _Deadly(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        if WORD in lines:
            os.kill(os.getpid(), signal.SIGKILL)
        return lines


class _Extension(Extension):
    def extendMarkdown(self, md: Markdown) -> None:
        md.preprocessors.register(_Deadly(md), "deadly", 100)


def makeExtension(**_: object) -> Extension:
    """Return the extension; Markdown calls this."""
    return _Extension()
