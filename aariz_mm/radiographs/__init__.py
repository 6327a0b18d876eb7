"""Radiographs as grey pixels, and the cache that training reads them from."""
