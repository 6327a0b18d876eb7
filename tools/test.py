"""Scores a checkpoint, or several as one ensemble, on the config's test data."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('test')
