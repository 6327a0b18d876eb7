"""The review page: radiographs read by a model and corrected by people, in a browser on this machine."""
