"""How properties are tried: the same examples on every run of `make test`, new ones with `make explore`."""

from hypothesis import settings

settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile("same")
