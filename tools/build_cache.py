"""Decodes the radiographs of a config ahead, for training, validation and testing, into the image cache."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('build-cache')
