"""Questions, answers and briefs."""
