"""What to do with a verdict: the questions whose answers are worth having."""
