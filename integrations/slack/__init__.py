"""The Slack app: the only place that knows Slack's objects."""
