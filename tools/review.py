"""Corrects in the browser what the model found on radiographs."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('review')
