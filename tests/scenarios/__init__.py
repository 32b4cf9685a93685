"""Stories through the real use-cases on a real store; only the reader is scripted."""
