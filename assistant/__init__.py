"""What a person may ask for: one module per use-case, the agent, the model adapters, settings, wiring."""
