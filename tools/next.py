"""Says which radiographs to correct next."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('next')
