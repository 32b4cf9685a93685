"""What every surface does when a model fails: real commands, real HTTP, one row for each way to fail."""
