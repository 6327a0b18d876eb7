"""Takes radiographs by DICOM, reads them and sends the results back."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('listen')
