"""How readings are measured."""
