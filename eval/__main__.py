"""`python -m telltale.eval TASK …`, for launchers that start modules."""

import sys

from .commands import main

if __name__ == "__main__":
    sys.exit(main())
