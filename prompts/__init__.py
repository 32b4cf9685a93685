"""Prompt texts as versioned files, and their loader."""
