"""Takes radiographs that modalities and archives send by DICOM, reads them and sends the results back.

Nothing here is imported by the rest of the package; pynetdicom is needed where something is received or sent, by
:mod:`.receiving`, :mod:`.server`, :mod:`.sending` and :mod:`.listener`.
"""
