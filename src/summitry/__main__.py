"""`python -m summitry` does what `summitry` does."""

import sys

from summitry.cli.app import main

sys.exit(main())
