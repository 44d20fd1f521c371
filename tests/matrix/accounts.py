"""Accounts of the tests' own on the real homeserver."""

PASSWORD = "a long sentence"
