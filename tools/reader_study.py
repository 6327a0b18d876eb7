"""Compares readers, repeats of a reader and models on the same radiographs, as orthodontic studies report it."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('reader-study')
