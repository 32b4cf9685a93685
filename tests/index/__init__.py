"""Passages, terms and ranking."""
