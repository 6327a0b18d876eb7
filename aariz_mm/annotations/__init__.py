"""The files of a dataset in the Aariz layout: where they lie, what they say, and the truth made of them."""
