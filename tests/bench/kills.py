"""A batch killed 50 times and gone on with each time: the same bytes as one left in peace.

python tests/bench/kills.py [KILLS]
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEST = "tests/batch/test_processes.py::test_killed_at_any_moment_it_goes_on_to_the_same_bytes"


def main(kills: str) -> int:
    """Run the test of the suite with more kills; its exit code."""
    print(f"{kills} kills:", flush=True)
    environment = os.environ | {"GOUJI_KILLS": kills}
    command = [sys.executable, "-m", "pytest", "-q", TEST]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main((sys.argv[1:] or ["50"])[0]))
