"""The command line as a module, for launchers: `python -m telltale.agent.cli examine IMAGE`."""

import sys

from . import main

if __name__ == "__main__":
    sys.exit(main())
