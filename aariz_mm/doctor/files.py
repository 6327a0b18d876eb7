"""A doctor's report as files: JSON, HTML, and the list of ids for ``exclude``. Nothing of the user's is replaced."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from aariz_mm.files import as_plain, has_mark, write_file

from .findings import ERROR, INFO, WARNING, Report
from .page import MARK, render_html

__all__ = ['check_outputs', 'report_as_json', 'write_fix_list', 'write_html', 'write_report_json']

_PYTHON_HEAD = f"""# Written by: {MARK}. Replaced when it is run again.
# Images that the dataset refuses, and training copies of images of valid or test. To leave them out, in a config:
#   _base_ = ['./your_base.py', './{{name}}']
#   train_dataloader = dict(dataset=dict(exclude={{{{{{{{_base_.exclude}}}}}}}}))
# and the same for val_dataloader and test_dataloader.
"""


def report_as_json(report: Report) -> dict[str, Any]:
    """The whole report as plain data, with counts and exit code; not-a-number is None."""
    counts = {severity: report.count(severity) for severity in (ERROR, WARNING, INFO)}
    return {'made_by': MARK, 'exit_code': report.exit_code, 'counts': counts, **as_plain(asdict(report))}


def check_outputs(data_root: str | os.PathLike, paths: Sequence[str | os.PathLike | None]) -> None:
    """Check that files can be written without a loss; call it before the dataset is read.

    Args:
        paths: of the JSON, the HTML and the exclude list; None for those that are not wanted.
    Errors:
        ValueError: a path inside the dataset, given twice, is a folder or holds something that the doctor did not
            write. A JSON list of ids has no mark, so it counts as such.
    """
    wanted = [Path(path) for path in paths if path is not None]
    if len({path.resolve() for path in wanted}) < len(wanted):
        raise ValueError(f'{[str(path) for path in wanted]}: one file is given twice; give each a name of its own')
    for path in wanted:
        if path.resolve().is_relative_to(Path(data_root).expanduser().resolve()):
            raise ValueError(f'{path} is inside the dataset, which is not changed; give a path outside {data_root}')
        if path.exists() and not _is_own(path):
            raise ValueError(
                f'{path} exists and was not written by the doctor, or has no mark of it (a JSON list of ids has '
                'none); move it away or give another name'
            )


def write_report_json(report: Report, path: str | os.PathLike) -> Path:
    """Write the whole report as JSON."""
    return write_file(path, json.dumps(report_as_json(report), indent=1, ensure_ascii=False, allow_nan=False) + '\n')


def write_html(report: Report, path: str | os.PathLike) -> Path:
    """Write the report as one HTML page."""
    return write_file(path, render_html(report))


def write_fix_list(report: Report, path: str | os.PathLike) -> Path:
    """Write ``report.exclude``: to NAME.py as a config with ``exclude = […]`` for ``_base_``, else as a JSON list."""
    ids = json.dumps(list(report.exclude), indent=4, ensure_ascii=False)
    if Path(path).suffix.lower() == '.py':
        return write_file(path, f'{_PYTHON_HEAD.format(name=Path(path).name)}exclude = {ids}\n')
    return write_file(path, f'{ids}\n')


def _is_own(path: Path) -> bool:
    marks = {'.py': f'# Written by: {MARK}.', '.json': f'"made_by": "{MARK}"'}
    return has_mark(path, [marks.get(path.suffix.lower(), f'<meta name="generator" content="{MARK}">')])
