"""Pictures: SVG in, PNG out, in a process of their own."""

LENGTH = 4
"""Bytes that say how long the next picture is."""
