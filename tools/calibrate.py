"""Learns from held-out radiographs how far off a model's landmarks may be."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('calibrate')
