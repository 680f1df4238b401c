"""tellings: many news reports of one event in, one sourced, checkable account out. It never says what is true."""

__version__ = "0.1.0"
