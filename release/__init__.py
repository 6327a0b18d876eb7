"""What is looked for before a release: licences, known faults, what is packed, and other versions of what is used."""
