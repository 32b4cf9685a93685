"""How Cartographe speaks with a model: settings, faults, limits, records."""
