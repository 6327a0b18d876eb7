"""Reads radiographs by a bundle, without torch: a JSON file and an overlay for each."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('read')
