"""Release: a folder in; a whole, described, switched release out, on every terminal.

The way through, each module knowing those before it at most:

- What a release is: `names`, `manifest` (what it says of itself), `signature`, `sbom` (what made it), `portable` (paths).
- A folder of releases: `delivery` (options and result), `durable` (on the disk), `lock`, `new_release` and `spares` (how it
  is filled), `folder` (delivered, switched, returned from).
- Other places: `shell` and `remote` (a terminal over SSH), `stick` (an archive); `targets` makes them alike.
- A publication: `settings`, `build`, `table`, `publish`; `__main__` is the command line.
- `clock` shows times, `failures` explains errors. `scripts/` holds what runs on terminals.

It knows nothing of Pelican, nor of what the folder holds. `README.md` says how to use it.
"""
