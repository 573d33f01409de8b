"""Tests of a rule file: cases with what must become of them, what they reach, and what failed."""
