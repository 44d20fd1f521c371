"""Bothways: hosts peer circles in chat. This package is what stands without any feature; the features are in `cogs/`."""
