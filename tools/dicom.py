"""Writes results as DICOM structured reports, presentation states and pictures."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('dicom')
