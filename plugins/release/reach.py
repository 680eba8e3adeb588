"""Whether every target answers and the key signs: what `make doctor` asks before a publication, without reading a release."""

from __future__ import annotations

import os
import stat
import tempfile
from collections.abc import Iterator

from . import signature, targets
from .failures import reason
from .settings import Settings

GOOD, BAD = "正常", "不行"


def look(settings: Settings) -> Iterator[tuple[str, str]]:
    """Yield GOOD or BAD, and a sentence, for the key and for each target."""
    if settings.signing_key:
        yield _key(os.path.expanduser(settings.signing_key))
    for name, given in settings.targets.items():
        try:
            releases = targets.target(name, given, settings).answer()
        except Exception as error:  # each target is told, whatever the one before it did
            yield BAD, f"目标 {name}：{reason(error)}"
        else:
            yield GOOD, f"目标 {name} 连得上，有 {len(releases)} 个版本"


def _key(path: str) -> tuple[str, str]:
    """Return whether the key of a path can sign: it signs an empty file, and its public half is there."""
    try:
        if not path.endswith(".pub") and stat.S_IMODE(os.stat(path).st_mode) & 0o077:
            return BAD, f"签名的钥匙 {path} 别人也能读；运行 chmod 600 {path}"
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "x")
            with open(file, "wb"):
                pass
            signature.sign(file, path)
            signature.allowed(path, "x")  # without the public half nobody can check
    except (OSError, signature.NotSigned) as error:
        return BAD, f"签名的钥匙 {path}：{reason(error)}"
    return GOOD, f"签名的钥匙 {path} 能签名"
