"""Release: a folder in; a manifest and a whole, switched delivery out.

Knows nothing of Pelican. `manifest` says what a release is; `folder` delivers one to
a local folder, all of it or nothing; ``python -m release`` is the command line.
"""
