"""What people can do: one folder or file a feature, each with its declarations, handlers, views.

Cogs don't import cogs: two that need one idea meet in `bot/domain`.
"""
