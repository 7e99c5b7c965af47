"""Measures every time figure of this stage; writes var/bench/latest.json.

Usage: python tests/load/bench.py [--only NAME …] [--quick]

NAME is a figure or the beginning of one: "registrations", "start". Figures are ratios to something
bare that is measured in turn with it in the same run, as machines differ.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.load.report import main  # the repository has to be on the path first

if __name__ == "__main__":
    sys.exit(main(__doc__.partition("\n")[0] if __doc__ else ""))
