"""The reader that asks a model, against servers on this machine."""
