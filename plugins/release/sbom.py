"""The bill of materials of the software that makes a site: CycloneDX 1.5, out of a lock file.

The lock file is that of pip, with hashes. It may pin a package for some environments only; the bill says for which.
Nothing else goes into the bill, no path and no time, so that the same lock file gives the same bytes on any machine.
"""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

from .failures import Misconfigured

FILE = "sbom.cdx.json"
MARKER = "python:environment-marker"
"""Name of the property that says for which environments a package is pinned, as PEP 508 writes it."""
_PIN = re.compile(r"([A-Za-z0-9][A-Za-z0-9._-]*)(?:\[[^\]]*\])?==([^\s;\\]+)\s*(?:;([^\\#]*))?")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(lock: str) -> list[dict[str, Any]]:
    """Return the packages that the text of a lock file pins, as CycloneDX components, in its order.

    Raises Misconfigured for a requirement that pins no version, such as one that names a file or another list.
    """
    found: list[dict[str, Any]] = []
    for number, line in enumerate(lock.splitlines(), 1):
        if pin := _PIN.match(line):
            found.append(_component(*pin.groups()))
        elif line.strip() and not line.lstrip().startswith(("#", "--")):
            raise Misconfigured(f"RELEASE_LOCK_FILE 第 {number} 行没有写明版本（名称==版本）；用 make lock 重新生成")
        if found:
            found[-1]["hashes"] += [{"alg": "SHA-256", "content": digest} for digest in _HASH.findall(line)]
    return found


def _component(given: str, version: str, marker: str | None) -> dict[str, Any]:
    name = re.sub(r"[-_.]+", "-", given).lower()  # PEP 503
    purl = f"pkg:pypi/{name}@{version}"
    component = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": []}
    return component | ({"properties": [{"name": MARKER, "value": marker.strip()}]} if marker else {})


def document(lock: str) -> bytes:
    """Return the bill of materials, given the text of a lock file; raises Misconfigured."""
    content = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, lock)}",
        "metadata": {"component": {"type": "application", "bom-ref": "reading-room", "name": "reading-room"}},
        "components": components(lock),
    }
    return (json.dumps(content, indent=1) + "\n").encode()
