"""The database: one schema on SQLite and PostgreSQL, a batch's reads and staged writes, and the queues.

SCHEDULING.md, Storage; docs/decisions/0002-claim-and-handle-in-one-transaction.md.
"""
