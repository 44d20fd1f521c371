"""The language lint: whether words invite or instruct, see people or cases, look towards something or away from it."""
