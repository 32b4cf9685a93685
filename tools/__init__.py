"""What the model may call: one file, one job; they read, and the only one that writes makes a pending proposal."""
