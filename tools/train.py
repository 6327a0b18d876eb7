"""Trains what a config describes."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('train')
