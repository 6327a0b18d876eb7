"""Which radiographs a reader should correct next, so that the next model gains most."""
