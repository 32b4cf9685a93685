"""What is held of one account, made ready to be said: maps, claims, gaps, and the words for them."""
