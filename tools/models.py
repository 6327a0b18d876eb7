"""Lists the models of the zoo: a name, and what it is."""

from aariz_mm.cli import run_tool

if __name__ == '__main__':
    run_tool('models')
