"""The commands shown in README and docs, run for real."""
