"""Brings annotations of other tools into the layout of Aariz, or from it into the format of a tool."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('import-annotations')
