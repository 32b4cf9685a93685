"""Turning texts into vectors. The one place below ``assistant`` where a vendor's client may stand."""
