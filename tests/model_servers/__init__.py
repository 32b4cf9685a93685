"""Servers on loopback that speak like a model's endpoint, for tests: scripted, faulty, replayed, obedient."""
