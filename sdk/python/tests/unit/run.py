#!/usr/bin/env python3
"""The unit tests of this folder, with a closing line that counts them."""

from __future__ import annotations

import platform
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent

if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    suite = unittest.defaultTestLoader.discover(str(HERE), top_level_dir=str(HERE))
    # A subtest that fails is a failure more, in a test that is counted once.
    result = unittest.TextTestRunner(verbosity=0).run(suite)
    failed = len({test.id().split(" ")[0] for test, _ in (*result.failures, *result.errors)})
    print(f"unit-{platform.python_version()}: {result.testsRun - failed} passed, {failed} failed")
    sys.exit(0 if result.wasSuccessful() and result.testsRun else 1)
