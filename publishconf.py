"""Settings for `make publish`: the preview's, and what a release asks for besides."""

import os
import sys

sys.path.append(os.curdir)
from pelicanconf import *  # noqa: F403

# Any error in the content stops the release.
DISCLOSURE_STRICT = True
