"""Facts: named values about one offer and one candidate, given, derived, or unknown.

`catalogue` is the one table of them; the other modules hold the formulas it names.
"""
