"""What people can do: one module or folder a feature."""
