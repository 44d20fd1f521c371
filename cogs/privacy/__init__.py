"""My data: seeing all that is kept about me, exporting it, choosing my zone, and being forgotten."""

from cogs.privacy.handlers import cog

__all__ = ["cog"]
