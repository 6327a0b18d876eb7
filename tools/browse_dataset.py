"""Draws augmented samples of a config's training pipeline with their landmarks."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('browse-dataset')
