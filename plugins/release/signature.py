"""Signatures by OpenSSH (``ssh-keygen -Y``, in the format of its PROTOCOL.sshsig), which any machine with OpenSSH can check."""

from __future__ import annotations

import os
import subprocess
import tempfile

from .failures import Failed

NAMESPACE = "reading-room"
"""What the signature is for: one made for another purpose does not pass."""


class NotSigned(Failed):
    """The key cannot sign; the message says why."""


def sign(path: str, key: str) -> None:
    """Sign a file with the key of a path; the signature stands beside the file as ``<path>.sig``. Raises NotSigned."""
    if os.path.exists(f"{path}.sig"):
        os.unlink(f"{path}.sig")
    command = ["ssh-keygen", "-q", "-Y", "sign", "-f", key, "-n", NAMESPACE, path]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False, env=_quiet())
    except FileNotFoundError:
        raise NotSigned("这台电脑没有 ssh-keygen；装上 openssh-client，或者把 RELEASE_SIGNING_KEY 留空") from None
    if done.returncode != 0:
        raise NotSigned("签名用的钥匙读不了或要口令；核对 RELEASE_SIGNING_KEY，有口令的先用 ssh-add 加进 ssh-agent")


def allowed(key: str, signer: str) -> str:
    """Return the line of ``allowed_signers`` that gives the key of a path to a signer; raises OSError without its public half."""
    with open(key if key.endswith(".pub") else f"{key}.pub", encoding="utf-8") as file:
        kind, code = file.read().split()[:2]
    return f'{signer} namespaces="{NAMESPACE}" {kind} {code}\n'


def verified(path: str, signers: str, signer: str) -> bool:
    """Return whether ``<path>.sig`` is a signature of a file by this signer; `signers` is the text of ``allowed_signers``."""
    with tempfile.NamedTemporaryFile("w", encoding="utf-8") as file:
        file.write(signers)
        file.flush()
        command = ["ssh-keygen", "-Y", "verify", "-f", file.name, "-I", signer, "-n", NAMESPACE, "-s", f"{path}.sig"]
        try:
            with open(path, "rb") as signed:
                return subprocess.run(command, stdin=signed, capture_output=True, check=False).returncode == 0
        except OSError:
            return False


def is_by(path: str, key: str, signer: str) -> bool:
    """Return whether ``<path>.sig`` is a signature of a file with the key of a path; raises OSError without its public half."""
    return verified(path, allowed(key, signer), signer)


def _quiet() -> dict[str, str]:
    """Return an environment in which ssh-keygen asks nobody for a passphrase: a publication must not wait for one."""
    return os.environ | {"SSH_ASKPASS_REQUIRE": "force", "SSH_ASKPASS": "/bin/false", "DISPLAY": ""}
