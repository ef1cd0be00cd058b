"""Persistence: what was said, done, assigned and scored, on SQLite or PostgreSQL by the same code.

Always holds: a write that returned is on disk; values go in and come out as frozen rows, times are UTC with their
zone, JSON documents cross as text that this package never looks into, and no error of a database leaves it unmapped.
"""
