"""Lexicons as package data; see ``knowledge.reading.lexicon``."""
