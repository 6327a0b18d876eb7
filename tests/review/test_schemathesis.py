"""Every request that the server describes, tried with what it describes and with what it does not.

``AARIZ_SCHEMATHESIS_EXAMPLES`` sets how many of each; the suite tries a few.
"""

import os

import httpx
import pytest
from served_reviews import draw_folder, run_in_thread, save, settings_of

from aariz_mm.review.app import build_api

schemathesis = pytest.importorskip('schemathesis')
hypothesis = pytest.importorskip('hypothesis')
from schemathesis.specs.openapi.checks import positive_data_acceptance  # noqa: E402

EXAMPLES = int(os.environ.get('AARIZ_SCHEMATHESIS_EXAMPLES', '5'))
OPERATIONS = [(path, method) for path, methods in build_api().openapi()['paths'].items() for method in methods]
LEFT_OUT = {
    ('/api/cases/{n}/annotations/{reader}', 'put'): [positive_data_acceptance],
    ('/api/import', 'post'): [positive_data_acceptance],
}
"""What the description cannot say: landmarks must lie near the radiograph and no three in one place, and what a file
of annotations holds."""


@pytest.fixture(scope='module')
def described(tmp_path_factory):
    """A review with something in it, described by itself."""
    settings = settings_of(draw_folder(tmp_path_factory.mktemp('described') / 'xrays'))
    with run_in_thread(settings) as address, httpx.Client(base_url=address) as client:
        save(client, 'Kim'), save(client, 'Lee', 1)
        client.post('/api/cases/0/comments', json=dict(reader='Kim', text='here', x=3, y=4))
        yield schemathesis.openapi.from_url(f'{address}/api/openapi.json')


@pytest.mark.parametrize('path, method', OPERATIONS)
def test_answers_are_those_that_are_described(described, path, method):
    operation = described[path][method]

    @hypothesis.given(case=operation.as_strategy())
    @hypothesis.settings(
        max_examples=EXAMPLES,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(hypothesis.HealthCheck),
        phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
    )
    def try_it(case):
        case.call_and_validate(excluded_checks=LEFT_OUT.get((path, method)))

    try_it()
