"""Pages that a person names."""
