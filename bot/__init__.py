"""Bothways: hosts peer circles in chat. What stands without any feature; the features are in `cogs/`."""
