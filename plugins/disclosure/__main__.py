"""``python -m disclosure VERB NAME=value …``: the commands of `make`, without make."""

import sys

from .commands.verbs import main

sys.exit(main(sys.argv[1:]))
