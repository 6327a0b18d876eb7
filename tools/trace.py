"""Draws the tracings of results or annotations as SVG, PNG or PDF."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('trace')
