"""Market pay: lookups over packaged data of the US BLS OEWS May 2025."""
