"""Write help for editors of text beside the content: ``make snippets``. What classes, agencies and settings a site has stands in it.

`make init` writes the same. Run it again when classes or agencies have changed.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from ..model.index_numbers import Scheme
from ..model.problems import shown_path
from ..model.taxonomy import Taxonomy
from ..new_site import editor_files
from ..released.register_file import replace_whole
from . import item_edits, new
from .item_edits import Editor


def main(arguments: list[str] | None = None) -> int:
    """Write the files; return the exit code."""
    return item_edits.run("snippets", __doc__, (), _write, arguments)


def _write(editor: Editor, options: argparse.Namespace) -> None:
    settings = editor.settings
    _, agencies = new.lists(editor.content, settings)
    beside = Path(os.path.abspath(editor.content)).parent
    for name, text in editor_files.files(Taxonomy.of(settings), agencies, settings["DISCLOSURE_INDEX_PATTERN"], Scheme(settings["DISCLOSURE_INDEX_TEMPLATE"])):
        path = beside / name
        path.parent.mkdir(parents=True, exist_ok=True)
        replace_whole(path, text.encode())
        print(f"已写好 {shown_path(path)}。")


if __name__ == "__main__":
    sys.exit(main())
