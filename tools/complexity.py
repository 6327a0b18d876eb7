"""Prints parameters, multiply-adds and seconds per image of the models of configs, as a Markdown table."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('complexity')
