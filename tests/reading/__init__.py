"""The embedded reader, by idea."""
