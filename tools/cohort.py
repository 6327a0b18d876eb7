"""Makes the tables of a paper from radiographs that were read: groups, changes, CVM stages, growth, and their error."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('cohort')
