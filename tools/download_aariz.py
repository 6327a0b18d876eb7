"""Downloads the Aariz dataset, checks it, unpacks it and has the doctor look at it."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('download-aariz')
