"""Market pay: lookups over packaged data of the US BLS OEWS survey, May 2025."""
