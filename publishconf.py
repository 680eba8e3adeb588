"""Settings for `make publish`: the preview's, and what a release asks for besides."""

import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))  # wherever Pelican is started
from pelicanconf import *  # noqa: F403

# Any error in the content stops the release.
DISCLOSURE_STRICT = True

# Where releases go besides the local folder (RELEASEDIR). Remove the # before what you have.
RELEASE_TARGETS = {
    # "library-1": {"kind": "ssh", "host": "reading@library-1", "path": "/srv/reading-room"},
    # "hall": {"kind": "mount", "path": "/mnt/hall/reading-room"},
    # "stick": {"kind": "stick", "path": "/media/webmaster/READING"},
}
# The path of the webmaster's SSH key, never the key itself; and the name by which others know it.
RELEASE_SIGNING_KEY = os.environ.get("RELEASE_SIGNING_KEY", "")
RELEASE_SIGNER = os.environ.get("RELEASE_SIGNER", "webmaster")

check(globals())  # noqa: F405
