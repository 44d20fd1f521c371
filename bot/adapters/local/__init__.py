"""The room in the browser: a circle on one machine, on loopback, without any account.

What is said in it lives in memory only.
"""
