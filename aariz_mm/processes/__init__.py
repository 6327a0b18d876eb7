"""Several processes of one command: how they are started, and what each of them is to say.

``python -m aariz_mm.processes --nproc-per-node 2 tools/train.py CONFIG --launcher pytorch`` is torchrun that ends with
a plain word instead of its trace.
"""
