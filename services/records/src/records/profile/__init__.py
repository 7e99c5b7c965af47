"""Reading the files of a university profile."""
