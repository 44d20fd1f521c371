"""The commands: a module each, or a group of them. `bot/__main__.py` loads one when it is asked for."""
