"""Draws docs/adaptation_curves.svg of the curves that `aariz-mm adapt --curve` wrote: error over corrected radiographs.

Example: python docs/draw_adaptation.py mean.json senior.json junior.json cl.json
"""

import json
import sys
from pathlib import Path

from aariz_mm.adaptation.figure import draw_curves

if __name__ == '__main__':
    curves = [json.loads(Path(path).read_text(encoding='utf-8')) for path in sys.argv[1:]]
    (Path(__file__).parent / 'adaptation_curves.svg').write_text(draw_curves(curves), encoding='utf-8')
