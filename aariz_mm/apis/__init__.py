"""What the tools are made of: configs and launching, loading a model once and reading radiographs with it."""
