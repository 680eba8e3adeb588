"""Places that must be apart: the built folder, the releases, the archives and the targets.

A build removes what it did not make from its folder, and a delivery what it did make from its own. If one lay in the
other, published releases would go. Links are followed, and folders that only case or composition of letters tells apart
count as one, since they are one on many disks.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from .failures import Misconfigured


@dataclass(frozen=True)
class Place:
    """A folder of this machine, which need not be there yet, or of another one."""

    name: str
    """What it is, for people."""
    path: str
    host: str = ""
    """The machine; empty for this one."""


def require_apart(places: Iterable[Place]) -> None:
    """Raise Misconfigured, which lists all that is wrong, unless no place is in another one, the root or a home folder."""
    places = list(places)
    found = [sentence for place in places if not place.host and (sentence := _too_wide(place))]
    for number, one in enumerate(places):
        for other in places[number + 1 :]:
            if one.host != other.host:
                continue
            if _same(one, other):
                found.append(f"{one.name}和{other.name}是同一个文件夹（{one.path}）")
            elif _inside(one, other):
                found.append(f"{one.name}（{one.path}）在{other.name}（{other.path}）里面")
            elif _inside(other, one):
                found.append(f"{other.name}（{other.path}）在{one.name}（{one.path}）里面")
    if found:
        raise Misconfigured("；".join(found) + "：会互相删除文件；换成互不包含的文件夹")


def _too_wide(place: Place) -> str:
    """Return in words why a place cannot be where it is: the root, a home folder, or one that has the home folder in it."""
    if not place.path:
        return f"{place.name}没有写路径"
    if os.path.lexists(place.path) and not os.path.isdir(place.path):
        return f"{place.name}（{place.path}）不是文件夹"
    home, root = Place("", os.path.expanduser("~")), Place("", "/")
    if _same(place, root):
        return f"{place.name}是根目录"
    return f"{place.name}（{place.path}）是主文件夹，或者包含它" if _same(place, home) or _inside(home, place) else ""


def _same(one: Place, other: Place) -> bool:
    return _inside(one, other) and _inside(other, one)


def _inside(inner: Place, outer: Place) -> bool:
    """Return whether a place is in another one, or is that one."""
    mine, its = _parts(inner), _parts(outer)
    if mine[: len(its)] == its:
        return True
    if inner.host or not os.path.isdir(outer.path):
        return False
    wanted = os.stat(outer.path)
    place = os.path.realpath(inner.path)
    while True:  # a disk that is mounted twice, or for which two spellings are one name
        if os.path.isdir(place) and os.path.samestat(os.stat(place), wanted):
            return True
        if place == (above := os.path.dirname(place)):
            return False
        place = above


def _parts(place: Place) -> list[str]:
    """Return the names of a place's path from the root on, as a disk has them that does not tell case apart."""
    path = os.path.normpath(place.path) if place.host else os.path.realpath(place.path)
    return [part for part in unicodedata.normalize("NFC", path).casefold().split("/") if part]
