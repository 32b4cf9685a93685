"""The embedded reader: text in, findings out, French and English, with no model and no network."""
