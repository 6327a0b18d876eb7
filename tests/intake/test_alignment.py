import numpy as np

from aariz_mm.intake.alignment import Patch, correlate, draw_phantom_template, phantom_template


def test_shipped_template_is_the_mean_of_drawn_phantoms():
    template = phantom_template()
    assert template.dtype == np.float32
    # Other versions of OpenCV may round some pixels of a phantom otherwise.
    np.testing.assert_allclose(template, draw_phantom_template(), atol=0.02)


def test_template_is_like_itself_and_unlike_its_negative():
    patch = Patch(phantom_template(), np.ones((48, 48), bool))
    assert correlate(patch, phantom_template()) > 0.999 and correlate(patch, -phantom_template()) < -0.999
