"""Radiographs read by a bundle, one ``.onnx`` file: numpy, OpenCV and ONNX Runtime, no torch."""
