"""Writes a dataset of synthetic cephalograms in the layout of Aariz."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('make-phantom')
