"""Addresses: folders that only builds write are known as such."""

from __future__ import annotations

from pathlib import Path

from disclosure.model.addresses import OWN_FOLDERS


def test_every_folder_that_a_build_writes_is_known(own: Path) -> None:
    """What else stands in the output is a page of Pelican's or a file that one brought: those are missed when they vanish."""
    assert {entry.name for entry in own.iterdir() if entry.is_dir()} <= set(OWN_FOLDERS)
