"""Files and folders as a site needs them: written only where they differ, swapped as a whole."""
