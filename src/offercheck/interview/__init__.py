"""From no file to a first one: questions in a terminal, a blank form, and what a posting says."""
