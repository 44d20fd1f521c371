"""Circles on Matrix: one account in encrypted rooms, trusted by strict clients.

Signing in and what it leaves behind: `login`, `identity` (the folder), `claim` (one runner at a time), `crosssigning`,
`client` (nio over that folder), `homeserver` (plain requests), `verify` (what other clients see).
"""
