"""Notes of two invented accounts, for the demo and for measuring."""
