"""From a public archive to an unpacked folder: an interrupted download goes on, and nothing of the user's is lost."""
