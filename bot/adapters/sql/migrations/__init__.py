"""The schema's history.

A change of `tables.py` comes with a module in `versions/`, written by hand, whose `down_revision` is the latest before.

A test compares what the migrations make with what `tables.py` says, on both databases.
"""
