"""Groups of commands that `bot/__main__.py` mounts: each module is one, `bothways matrix …` and the like."""
