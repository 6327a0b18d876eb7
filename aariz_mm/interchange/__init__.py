"""Annotations of other tools and challenges into the Aariz layout, and back.

Reading, matching and writing are apart: a format is read into sheets of marks, sheets are matched with images and
landmarks into cases, cases are written. Whatever does not fit is a misfit, and none is passed over.
"""

from .exporting import export_annotations
from .formats import FORMATS
from .importing import ImportOptions, import_annotations
from .names import find_symbol
from .writing import plan_dataset, write_files

__all__ = [
    'FORMATS',
    'ImportOptions',
    'export_annotations',
    'find_symbol',
    'import_annotations',
    'plan_dataset',
    'write_files',
]
