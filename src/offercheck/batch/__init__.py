"""Many offers: read in order, judged here or elsewhere, written in the same order, and resumable."""
