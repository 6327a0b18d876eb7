"""Measures ours and a reference side by side: training samples, training steps, networks, reading, imports."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('benchmark')
