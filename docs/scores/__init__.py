"""One source of scores: ``scores.yml`` holds the figures, ``tables.yml`` says what is made from them and how."""
