"""How random the tests are: the same examples on every run, or many new ones in a thorough one."""

from __future__ import annotations

from hypothesis import settings

from evaluation_support import THOROUGH, THOROUGH_TIMES

# A busy machine is no failure: nothing is timed.
settings.register_profile("quick", deadline=None, derandomize=True, max_examples=50)
settings.register_profile("thorough", deadline=None, max_examples=50 * THOROUGH_TIMES)
settings.load_profile("thorough" if THOROUGH else "quick")
