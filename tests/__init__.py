"""The suite: it mirrors bot/ and cogs/, with real servers in servers/ and tests of the house itself in house/."""
