"""Checks whole reports and their fellows, of every kind of source, with dciodvfy, dcentvfy, dcmpschk and dsrdump.

Run: ``python tests/dicom/measure_conformance.py [RESULT.json ...]``, with dicom3tools and dcmtk installed; results are
those of real radiographs, of which pictures are made.
"""

import subprocess
import sys
import tempfile
from collections import Counter
from datetime import datetime
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from dicom_files import recode
from dicom_sources import KINDS, made_result, make_source

from aariz_mm.dicom.result_files import Sourced, choose_source, open_source
from aariz_mm.dicom.writing import result_objects, write_object
from aariz_mm.radiographs.dicom import read_dicom
from aariz_mm.radiographs.radiograph import open_radiograph
from aariz_mm.reading.tracings import load_traced

_WHEN = datetime(2026, 2, 14, 12, 30)
_QUIET = ('DICOMDIR', '99AARIZ', 'Testing:', 'does not support this Specific Character Set')
"""Warnings that say nothing of an object: of empty type 2 elements, of the private scheme, and of the checker."""


def main():
    """Write, check, and print how many lines of each kind the checkers say."""
    said = Counter()
    with tempfile.TemporaryDirectory() as folder:
        for name, content, source in [*made(Path(folder)), *read(sys.argv[1:])]:
            paths = {}
            for kind, one in result_objects(content, source, created=_WHEN).items():
                paths[kind] = write_object(one, Path(folder) / f'{name}_{kind}.dcm')
                said.update(check('dciodvfy', paths[kind], name, kind))
            said.update(check('dcmpschk', paths['gsps'], name, 'gsps'))
            said.update(check('dsrdump', paths['sr'], name, 'sr'))
            said.update(check('dcentvfy', *paths.values(), name, 'all'))
            print(name, {kind: path.stat().st_size for kind, path in paths.items()}, flush=True)
    print(dict(said) or 'nothing was said')


def made(folder):
    """Whole results of made-up sources, the first one compressed, too."""
    for name, values in [*KINDS.items(), ('rle', {})]:
        path = folder / f'{name}_source.dcm'
        make_source(**values).save_as(path, enforce_file_format=True)
        if name == 'rle':
            recode(path, 'RLELossless')
        source = read_dicom(path)
        yield name, made_result(source, keys=None), Sourced(open_radiograph(path), source, False)


def read(paths):
    """Results of radiographs that were read."""
    for traced in map(load_traced, paths):
        yield traced.name, traced.content, open_source(choose_source(traced), traced.content, True, _WHEN)


def check(program, *arguments):
    """Errors and warnings of a program, counted."""
    *paths, name, kind = arguments
    out = subprocess.run([program, *paths], capture_output=True, text=True)
    lines = (out.stdout + out.stderr).splitlines()
    lines = [line for line in lines if line.startswith(('Error', 'Warning', 'E:', 'W:'))]
    lines = [line for line in lines if not any(quiet in line for quiet in _QUIET)]
    for line in lines:
        print(f'{name} {kind} {program}: {line[:200]}')
    return Counter(f'{program} {"error" if line.startswith("E") else "warning"}' for line in lines)


if __name__ == '__main__':
    main()
