"""Trains a config once for each fold of its training split and scores all held-out answers together."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('cross-validate')
