"""Discord: one application in the servers that invited it. Only this package imports discord.py.

It asks for no privileged intent: what people say comes without its words, and is not looked at where it has any.
"""
