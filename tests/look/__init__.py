"""Pictures of the house on its three platforms, to be looked at: `python -m tests.look FOLDER`."""
