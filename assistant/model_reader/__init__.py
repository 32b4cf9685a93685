"""The reader that asks a model: same contract as the embedded one, and nothing it says is trusted."""
