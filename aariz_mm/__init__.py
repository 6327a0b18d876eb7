"""Cephalometric landmarks and cervical vertebral maturation on the Aariz dataset, as an MMPose plug-in."""

from .compat import install_stand_ins, leave_out_broken_multimodal, stay_offline

stay_offline()
install_stand_ins()
leave_out_broken_multimodal()

from . import codecs, datasets, engine, evaluation, models, transforms, visualization  # noqa: E402

__version__ = '0.1.0'
__all__ = ['codecs', 'datasets', 'engine', 'evaluation', 'models', 'transforms', 'visualization']
