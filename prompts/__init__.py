"""Decks of prompts: data only, one folder a language. A package, so that it is found in a wheel as in a checkout."""
