"""Measurements against the performance goals, each beside a baseline or a limit in the same run."""
