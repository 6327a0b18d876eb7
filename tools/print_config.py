"""Prints a config as the Runner gets it."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('print-config')
