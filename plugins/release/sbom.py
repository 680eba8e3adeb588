"""The bill of materials of the software that made a site (CycloneDX 1.5), out of a pip lock file with hashes."""

from __future__ import annotations

import json
import re
import uuid
from typing import Any

FILE = "sbom.cdx.json"
_PIN = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)==([^\s;\\]+)")
_HASH = re.compile(r"--hash=sha256:([0-9a-f]{64})")


def components(lock: str) -> list[dict[str, Any]]:
    """Return the packages that a lock file pins, as CycloneDX components, in its order."""
    found: list[dict[str, Any]] = []
    for line in lock.splitlines():
        if pin := _PIN.match(line):
            name, version = re.sub(r"[-_.]+", "-", pin[1]).lower(), pin[2]
            purl = f"pkg:pypi/{name}@{version}"
            found.append({"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl, "hashes": []})
        if found:
            found[-1]["hashes"] += [{"alg": "SHA-256", "content": digest} for digest in _HASH.findall(line)]
    return found


def document(lock: str) -> bytes:
    """Return the bill of materials; the same lock file gives the same bytes."""
    content = {
        "bomFormat": "CycloneDX", "specVersion": "1.5", "version": 1,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, lock)}",
        "metadata": {"component": {"type": "application", "bom-ref": "reading-room", "name": "reading-room"}},
        "components": components(lock),
    }
    return (json.dumps(content, indent=1) + "\n").encode()
