"""The command line: help, errors, output, and what each command prints."""
