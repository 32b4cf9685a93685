"""What the model may call: one file, one job. They read; a page they read is kept as a source, a change as a pending proposal."""
