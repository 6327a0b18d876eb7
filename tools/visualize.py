"""Draws truth and prediction on the radiographs or C2-C4 crops of a split."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('visualize')
