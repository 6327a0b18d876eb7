"""What the pages name is there: files, configs, commands and their switches, targets of make, links, modules."""

import contextlib
import importlib
import io
import re
import shlex
import sys

import pytest
from config_files import CONFIGS
from markdown_pages import PAGES, READMES, ROOT, blocks, inline_code, name_of, read, shell_lines

from aariz_mm.cli import COMMANDS, build_parser
from aariz_mm.landmarks import LANDMARKS

sys.path.insert(0, str(ROOT / 'docs' / 'rendering'))

import landmark_tables

every_page = pytest.mark.parametrize('page', PAGES, ids=name_of)
_COMMAND = re.compile(r'(?:python tools/(\w+)\.py|aariz-mm ([a-z][\w-]+))((?:\s.*)?)$')


def parse_command(line):
    """What argparse says against the command of a line; '' where it takes it or the line has none."""
    match = _COMMAND.search(re.split(r'\s#|;|&&', line)[0])
    if match is None:
        return ''
    complaint = io.StringIO()
    with contextlib.redirect_stderr(complaint), contextlib.suppress(SystemExit):
        build_parser((match[1] or match[2]).replace('_', '-')).parse_args(shlex.split(match[3]))
    return complaint.getvalue()


@every_page
def test_page_names_files_that_exist(page):
    named = set(re.findall(r'(?<![\w/])(?:aariz_mm|configs|docs|tests|tools)/[\w./-]*\w/?', read(page)))
    assert not [path for path in named - {'configs/mine.py'} if not (ROOT / path).exists()]


@every_page
def test_page_names_configs_that_exist(page):
    named = set(re.findall(r'\b(?:aariz|isbi2015|phantom)_\w+\.py\b', read(page)))
    assert named <= {path.name for path in (ROOT / 'configs').rglob('*.py')}


@every_page
def test_page_has_commands_that_the_tools_take(page):
    complaints = [(line, parse_command(line)) for line in shell_lines(page)]
    assert not [complaint for complaint in complaints if complaint[1]]


@every_page
def test_page_names_switches_that_the_tools_have(page):
    for code in inline_code(page):
        match = re.match(r'(?:python )?tools/(\w+)\.py (.+)', code) or re.match(r'aariz-mm ([\w-]+) (.+)', code)
        if match is not None:
            actions = build_parser(match[1].replace('_', '-'))._actions
            known = {option for action in actions for option in action.option_strings}
            assert set(re.findall(r'(?<!\w)--[\w-]+', match[2])) <= known, code


@every_page
def test_page_names_targets_that_make_has(page):
    targets = re.findall(r'^([\w-]+):', read(ROOT / 'Makefile'), flags=re.MULTILINE)
    code = [*shell_lines(page), *inline_code(page)]
    named = {match[1] for match in (re.match(r'make ([a-z][\w-]*)', line) for line in code) if match}
    assert named <= set(targets)


@every_page
def test_page_links_to_files_that_exist(page):
    links = re.findall(r'\]\(([^)#\s]+)(?:#[^)]*)?\)', read(page))
    local = [link for link in links if '://' not in link]
    assert not [link for link in local if not (page.parent / link).exists()]


@every_page
def test_page_names_modules_and_members_that_exist(page):
    prose = '\n'.join([*inline_code(page), *re.findall(r'^::: (\S+)$', read(page), flags=re.MULTILINE)])
    for name in set(re.findall(r'\baariz_mm(?:\.\w+)+', prose)):
        assert find(name) is not None, name


def find(name):
    """The module or member of a dotted name, None where there is none."""
    parts = name.split('.')
    for count in range(len(parts), 0, -1):
        with contextlib.suppress(ModuleNotFoundError):
            found = importlib.import_module('.'.join(parts[:count]))
            for part in parts[count:]:
                found = getattr(found, part, None)
            return found
    return None


@pytest.mark.parametrize('page', READMES, ids=name_of)
def test_readme_has_at_most_1200_words(page):
    assert 600 < len(read(page).split()) <= 1200


def test_readmes_have_the_same_code_pictures_and_links():
    english, korean = READMES
    for pattern in (r'\]\(((?!README)[^)]+)\)', r'^#+ ', r'^!\['):
        assert re.findall(pattern, read(english), re.MULTILINE) == re.findall(pattern, read(korean), re.MULTILINE)
    without_comments = [[re.sub(r' *#.*', '', block.text) for block in blocks(page)] for page in READMES]
    assert without_comments[0] == without_comments[1]


@pytest.mark.parametrize('page', READMES, ids=name_of)
def test_readme_warns_that_it_is_not_for_diagnosis(page):
    assert re.search(r'\*\*(Not for diagnosis|진단용이 아닙니다)\.\*\*', read(page))


def test_configs_page_lists_every_config():
    text = read(ROOT / 'docs/configs.md')
    assert not [path.name for path in CONFIGS if f'`{path.name}`' not in text]


def test_glossary_has_the_landmarks_as_they_are_defined():
    rows = [row.split(' | ') for row in read(ROOT / 'docs/glossary.md').splitlines()]
    written = [(row[0].strip('|` '), row[1], row[3].strip('| ')) for row in rows if len(row) == 4 and '`' in row[0]]
    symbols = [(landmark.symbol.strip('`'), landmark.title, landmark.definition) for landmark in LANDMARKS]
    assert written == symbols


@pytest.mark.parametrize('page', landmark_tables.TABLES, ids=name_of)
def test_tables_of_landmarks_are_those_that_the_package_makes(page):
    assert landmark_tables.render(page) == read(page)


def test_architecture_page_names_every_module_of_the_package():
    text = read(ROOT / 'docs/concepts/architecture.md')
    modules = {path.stem for path in (ROOT / 'aariz_mm').iterdir() if path.is_dir() or path.suffix == '.py'}
    assert not [name for name in modules if name.strip('_') == name and f'`{name}`' not in text]


def test_every_command_stands_in_the_guide():
    text = '\n'.join(read(page) for page in PAGES)
    assert not [name for name in COMMANDS if f'tools/{name.replace("-", "_")}.py' not in text]
