"""Failures in words for webmasters: what went wrong, and what to do about it."""

from __future__ import annotations

import errno
import re


class Failed(RuntimeError):
    """A step cannot be done; the message says what happened and what to do."""


class DamagedSource(Failed):
    """A release that is to be delivered as it is has changed since it was made; the message says what to do."""

    def __init__(self, path: str) -> None:
        """`path` is that of a file that changed."""
        super().__init__(f"本机的版本坏了（{path} 与发布时不一致）；再运行一次 make publish，会重新生成它")


class Damaged(Failed):
    """A release that is to be shown again has changed since it was made."""

    def __init__(self, name: str, sentences: list[str]) -> None:
        """`sentences` say how the release of a name differs."""
        more = f" 等 {len(sentences)} 处" if len(sentences) > 1 else ""
        super().__init__(f"没有退回：版本 {name} 与发布时不一致（{sentences[0]}{more}）；运行 make publish 发布好的版本")


class Unreachable(Failed):
    """A terminal does not answer; the message says what to do."""


class Misconfigured(ValueError):
    """A setting has a value that it cannot have; the message says which, and what to write."""


def reason(error: BaseException) -> str:
    """Return what an error means, and what to do."""
    if isinstance(error, OSError):
        return _OF_THE_SYSTEM.get(error.errno or 0, f"{error.strerror or error}；改正以后再发布")
    if isinstance(error, (Failed, Misconfigured)):
        return str(error)
    return f"没有料到的错误（{type(error).__name__}：{error}）；把这一行告诉维护这套软件的人"


def explain(text: str) -> str:
    """Return what a message of SSH, rsync or a terminal's system means, and what to do.

    The message itself is not repeated: it may hold paths of keys.
    """
    for pattern, meaning in _OF_A_LINE:
        if re.search(pattern, text, re.IGNORECASE):
            return meaning
    return "连接断了；检查网络和终端的电源，再运行一次 make publish"


_OF_THE_SYSTEM = {
    errno.ENOSPC: "磁盘满了；清出空间再发布", errno.EDQUOT: "磁盘配额用完了；清出空间再发布",
    errno.EROFS: "磁盘是只读的；检查磁盘有没有坏、有没有按只读挂载", errno.EFBIG: "文件太大，这个磁盘放不下；换一种格式的磁盘",
    errno.EACCES: "没有写的权限；检查文件夹的主人", errno.EPERM: "没有写的权限；检查文件夹的主人",
    errno.EIO: "磁盘读写出错；U盘可能拔掉了或坏了，换一个再试", errno.ENODEV: "设备不在了；插好以后再试",
}

_OF_A_LINE = (
    (r"REMOTE HOST IDENTIFICATION HAS CHANGED", "终端的主机密钥变了，可能不是原来那台；到现场核对以后，用 ssh-keygen -R 删去旧的再登记"),
    (r"Host key verification failed|No .* host key is known", "不认识终端的主机密钥；核对以后用 ssh-keyscan 登记到 known_hosts"),
    (r"Permission denied \((?:publickey|password|keyboard)", "终端不让登录；检查钥匙有没有登记到终端的 authorized_keys"),
    (r"Could not resolve", "找不到这个主机名；检查 publishconf.py 里的 host"),
    (r"Connection refused|No route to host|timed out|Network is unreachable", "连不上终端；检查它有没有开机、网线有没有插好"),
    (r"No space left|disk full|Disk quota exceeded", "终端的磁盘满了；清出空间再发布"),
    (r"Read-only file system", "终端的磁盘是只读的；检查磁盘有没有坏、有没有按只读挂载"),
    (r"Permission denied", "终端上没有写这个文件夹的权限；检查文件夹的主人"),
    (r"rsync: (?:command )?not found|rsync: No such", "终端没有 rsync；在终端上安装 rsync"),
)
"""Patterns of messages; the first that matches says what they mean."""
