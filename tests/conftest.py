"""Examples drawn by hypothesis repeat in the ordinary suite, so that only a change turns it; the slow suite draws new ones."""

from hypothesis import settings

settings.register_profile("repeatable", derandomize=True, database=None, deadline=None)
settings.register_profile("fresh", deadline=None, print_blob=True)
settings.load_profile("repeatable")
