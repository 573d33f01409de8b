"""Judge a job offer by facts, a rule file that its owner can read, and the market."""

__version__ = "0.1.0"
