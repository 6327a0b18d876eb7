"""Compares tested models or recipes on the same images: which is better, and is that chance?"""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('compare')
