"""Draws phantoms with the cervical region that their landmarks give and their true vertebrae, on one contact sheet."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('draw-cervical-regions')
