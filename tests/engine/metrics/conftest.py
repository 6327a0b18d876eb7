import logging

import pytest
from mmengine.logging import MMLogger


@pytest.fixture
def log(caplog):
    """Lines of the current logger, which does not hand them on to pytest by itself."""
    logger = MMLogger.get_current_instance()
    logger.addHandler(caplog.handler)
    with caplog.at_level(logging.INFO):
        yield caplog
    logger.removeHandler(caplog.handler)
