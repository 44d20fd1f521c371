"""The only floor that knows vendors: chat platforms, the database, the clock, the catalogues.

Adapters don't know each other.
"""
