"""What the world sends by mistake or on purpose: kept whole or refused whole, and never a traceback."""
