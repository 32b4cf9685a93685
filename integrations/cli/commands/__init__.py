"""One module per command: translate the arguments, call one use-case, present what came back."""
