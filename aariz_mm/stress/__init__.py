"""How a reader holds on radiographs as clinics send them: turned, cropped, pale, photographed."""
