"""The rule file: its shape, its conditions, and how it is found, loaded and extended."""
