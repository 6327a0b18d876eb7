"""The command lines of the project: arguments only, parsed before anything heavy is imported.

``aariz-mm COMMAND …`` and ``python tools/COMMAND.py …`` are the same.
"""

from aariz_mm.cli.commands import COMMANDS, build_parser, main, run_tool

__all__ = ['COMMANDS', 'build_parser', 'main', 'run_tool']
