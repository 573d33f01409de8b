"""Reports as text: each renderer takes a report and returns a string; none prints or decides."""
