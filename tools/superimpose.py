"""Lays radiographs of one patient on each other and tells what changed."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('superimpose')
