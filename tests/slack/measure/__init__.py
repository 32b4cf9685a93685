"""Figures of the Slack app, at full size: `python -m tests.slack.measure [name]`."""
