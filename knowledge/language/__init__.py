"""What people read, as data per language, and the loader that fills it in."""
