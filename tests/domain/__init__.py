"""What the domain promises, one file per module; pure, no store, no model."""
