"""The command line, `carto`: parses arguments, calls one use-case, prints what came back."""
