"""The commands of `telltale eval` as a module, for launchers: `python -m telltale.eval TASK …`."""

import sys

from .commands import main

if __name__ == "__main__":
    sys.exit(main())
