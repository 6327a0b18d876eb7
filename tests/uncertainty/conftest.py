import pytest
from made_readings import made_held_out

from aariz_mm.uncertainty.fitting import fit_calibration


@pytest.fixture(scope='session')
def calibration():
    return fit_calibration(made_held_out(150))
