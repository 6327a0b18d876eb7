"""Finds the ruler that a head holder images on radiographs, and the pixel size by it."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('find-ruler')
