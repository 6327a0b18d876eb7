"""The configs of the repository by the name of their file."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / 'configs'
CONFIGS = sorted(path for path in FOLDER.rglob('*.py') if '_base_' not in path.parts)


def config_path(name):
    """The one config called NAME.py."""
    (path,) = [path for path in CONFIGS if path.stem == name]
    return path
