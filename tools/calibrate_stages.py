"""Fits one temperature to held-out CVM stages, so that their probabilities mean what they say."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('calibrate-stages')
