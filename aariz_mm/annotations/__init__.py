"""The files of a dataset in the Aariz layout: where they are, what they hold, and the truth made of them."""
