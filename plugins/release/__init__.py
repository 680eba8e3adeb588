"""Release: a folder in; a release out that describes itself, switched in one step, on every terminal.

The way through, in which a module imports none that comes later:

- Words for people: `failures` explains errors, `clock` shows times.
- What a release is: `names`; `manifest`, what it says of itself; `signature`; `sbom`, what it was made with; `portable`,
  which paths it may have; `places`, which folders must be apart.
- Releases in a folder: `lock`; `durable`, on the disk for good; `modes`, for everybody to read; `delivery`, options and
  result; `known`, what need not be read again; `new_release` and `spares`, how a new folder is filled; `folder`, which
  delivers, switches and returns.
- Take-downs: `purges`, what may never be released again.
- Releases elsewhere: `settings`; `shell` and `remote`, a terminal over SSH; `stick`, an archive; `bundles`, where archives
  are; `targets` makes all alike; `audit`, whether a purge has reached them; `reach`, whether they answer.
- A publication: `build`, `table`, `publish`. The command line is `__main__`.

``scripts/`` holds what runs on terminals. The package knows nothing of Pelican, nor of what a folder holds. ``README.md``
says how to use it.
"""
