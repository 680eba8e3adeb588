"""A real SSH server on a loopback port with its own keys: the terminal in tests of deliveries, which need rsync too.

``python -m tests.kit.ssh_server`` installs the programs.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .debian_packages import apt

PROGRAMS = {"sshd": "openssh-server", "ssh": "openssh-client", "rsync": "rsync"}
MISSING = "测试需要 {}，这里装不了：请用管理员身份运行 apt install {}，再运行 make test。"


def find(name: str) -> str | None:
    """Return the path of a program, or None. Servers are in folders that are not in a user's PATH."""
    return shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")


def main() -> int:
    """Install the programs that are missing, if we may; return 1 if some still are."""
    missing = [package for name, package in PROGRAMS.items() if not find(name)]
    if missing:
        print(f"准备 {'、'.join(missing)} ……", flush=True)
        apt("update")
        for package in missing:
            apt("install", "--no-install-recommends", package)
    left = [package for name, package in PROGRAMS.items() if not find(name)]
    if left:
        print(MISSING.format("、".join(left), " ".join(left)), file=sys.stderr)
    return 1 if left else 0


@dataclass
class Server:
    """A running server and what a client needs to reach it."""

    port: int
    base: Path
    process: subprocess.Popen

    @property
    def host(self) -> str:
        """User and host for ssh."""
        return f"{getpass.getuser()}@127.0.0.1"

    @property
    def options(self) -> list[str]:
        """Options of ssh: this port, this key, these known hosts, and no configuration of the user."""
        return ["-F", "none", "-p", str(self.port), "-i", str(self.base / "key"), "-o", f"UserKnownHostsFile={self.base / 'known_hosts'}"]

    def drop(self) -> None:
        """Cut all connections, as if a cable were pulled: kill the server and its process for each client."""
        listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout.split()
        children = list(zip(map(int, listed[::2]), map(int, listed[1::2]), strict=True))
        family = [self.process.pid]
        for parent in family:
            family += [child for child, of in children if of == parent]
        for pid in family:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
        self.process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


@contextlib.contextmanager
def serving(base: Path, programs: Path | None = None) -> Iterator[Server]:
    """Run a server until the block ends; what its clients start is looked for in the folder `programs` first."""
    base.mkdir(parents=True, exist_ok=True)
    for name in ("host", "key"):
        subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", base / name], check=True)
    shutil.copy(base / "key.pub", base / "authorized_keys")
    (base / "authorized_keys").chmod(0o600)
    port = _free_port()
    (base / "known_hosts").write_text(f"[127.0.0.1]:{port} {(base / 'host.pub').read_text()}", encoding="utf-8")
    (base / "sshd_config").write_text(
        f"ListenAddress 127.0.0.1\nPort {port}\nHostKey {base / 'host'}\nAuthorizedKeysFile {base / 'authorized_keys'}\n"
        "StrictModes no\nPasswordAuthentication no\nKbdInteractiveAuthentication no\nUsePAM no\nPidFile none\n"
        "PermitRootLogin prohibit-password\nMaxStartups 100\n"
        + (f"SetEnv PATH={programs}:/usr/local/bin:/usr/bin:/bin\n" if programs else ""), encoding="utf-8",
    )
    if os.geteuid() == 0:
        Path("/run/sshd").mkdir(exist_ok=True)  # Debian's server wants it for its unprivileged part
    program = find("sshd")
    assert program, MISSING.format("openssh-server", "openssh-server")
    with open(base / "log", "wb") as log:
        process = subprocess.Popen([program, "-D", "-e", "-f", base / "sshd_config"], stderr=log, start_new_session=True)
    try:
        for _ in range(100):
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            time.sleep(0.05)
        yield Server(port, base, process)
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    sys.exit(main())
