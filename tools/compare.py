"""Compares tested models on the same images by a paired bootstrap: which is better, and is the difference real?"""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('compare')
