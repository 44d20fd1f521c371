"""The pure rules: standard library and dateutil only; no input or output, no clock, no randomness of its own."""
