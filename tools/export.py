"""Writes a trained model as a bundle: one .onnx file that reads without torch."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('export')
