"""Tests of the house itself: its import rule, its lock, its package, its tests' own rules."""
