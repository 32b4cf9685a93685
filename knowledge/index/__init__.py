"""Finding the right words again: passages of sources, their terms, and search inside an account."""
