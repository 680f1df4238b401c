"""Time expressions: a wording in, phrases out (phrases), and from a phrase and a reference day its dates (resolution).

Pure functions on strings and dates; records are built from them by the rooms.
"""
