"""Leaves all that a server of forks has imported to itself: what collects garbage in a fork need not look at it."""

import gc

gc.collect()
gc.freeze()
