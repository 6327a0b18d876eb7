"""Reads annotated radiographs as clinics send them, and says how much worse than plain."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('stress-test')
