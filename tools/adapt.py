"""Learns a site's reading conventions from a few corrected radiographs."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('adapt')
