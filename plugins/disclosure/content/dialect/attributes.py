"""Names for links to lead to: `{#name}` or `{: #name }` after a heading, after a link, or alone on the last line of a paragraph.

All other braces are text: `{单位：万元}`, `{见下}`, `{: .red }`.
"""

from __future__ import annotations

import re

ID = r"\{:?[ \t]*#(?P<id>[^\s{}#\"'<>=]+)[ \t]*\}"
LAST_LINE = re.compile(r"(?:^|\n)[ \t]*" + ID + r"[ \t]*\Z")
AFTER = re.compile(ID)
