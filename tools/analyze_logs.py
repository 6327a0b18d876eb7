"""Draws losses, scores and rates of training runs, and prints them."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('analyze-logs')
