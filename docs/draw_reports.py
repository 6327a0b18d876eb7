"""Draws the pictures of the report of a patient in the docs, on a phantom.

  python docs/draw_reports.py [FOLDER]     writes report_en.jpg and report_ko.jpg; default docs/

The landmarks are the true ones, and the intervals are made up: 2 degrees, mm or per cent to each side.
"""

from __future__ import annotations

import json
from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from aariz_mm.annotations.predicted import landmark_entry
from aariz_mm.landmarks import CVM_STAGES, SYMBOLS
from aariz_mm.patient_report.assembly import build_report
from aariz_mm.patient_report.pdf import report_pdf
from aariz_mm.patient_report.source import find_source
from aariz_mm.patient_report.tracing_picture import draw_tracing_picture
from aariz_mm.phantom import Phantom, draw_indexed_phantom
from aariz_mm.reading.content import measured_content
from aariz_mm.reading.tracings import load_traced

FOLDER = Path(__file__).resolve().parent
_SHARES = (0.01, 0.04, 0.20, 0.55, 0.15, 0.05)
_EACH_SIDE, _SCALE = 2.0, 1.5


def main(arguments: Sequence[str] | None = None) -> None:
    """Draw and write."""
    import pypdfium2

    parser = ArgumentParser(description=__doc__, formatter_class=RawDescriptionHelpFormatter)
    parser.add_argument('folder', nargs='?', default=FOLDER, type=Path)
    folder = parser.parse_args(arguments).folder
    phantom = draw_indexed_phantom(0, 'test', 14)
    with TemporaryDirectory() as place:
        path = Path(place) / 'phantom.json'
        path.write_text(json.dumps(phantom_content(phantom)), encoding='utf-8')
        traced = load_traced(path)
    for language in ('en', 'ko'):
        picture = draw_tracing_picture(traced, phantom.image, language)
        report = build_report(find_source(traced), language, picture=picture, date='2026-01-31')
        page = pypdfium2.PdfDocument(report_pdf(report)[0])[0].render(scale=_SCALE).to_pil()
        page.convert('RGB').save(folder / f'report_{language}.jpg', quality=82)
        print(folder / f'report_{language}.jpg')


def phantom_content(phantom: Phantom) -> dict:
    """The phantom as a result of ``aariz-mm read``."""
    rows = zip(SYMBOLS, phantom.landmarks_px.tolist(), strict=True)
    content = dict(
        ceph_id='phantom',
        landmarks=[landmark_entry(symbol, x, y) for symbol, (x, y) in rows],
        pixel_size_mm=phantom.pixel_size_mm,
        pixel_size_source='phantom',
        magnification=1.0,
        image_size=list(phantom.image.shape[1::-1]),
        file='phantom.png',
        made_with=dict(program='phantom'),
        subject=dict(age_years=12.5, sex='f'),
        warnings=[],
        cvm_stage=dict(value=4),
        cvm_probabilities=dict(zip(CVM_STAGES, _SHARES, strict=True)),
    )
    for one in (found := measured_content(content))['measurements']:
        if one['value'] is not None:
            one |= dict(low=one['value'] - _EACH_SIDE, high=one['value'] + _EACH_SIDE, level=0.9)
    return content | found


if __name__ == '__main__':
    main()
