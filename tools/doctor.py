"""Examines a whole dataset in the Aariz layout and says what is wrong with it; nothing in it is changed."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('doctor')
