"""Finds the landmarks of radiographs that have no annotation: a JSON file and an overlay for each."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('predict')
