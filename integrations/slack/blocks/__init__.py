"""What Slack shows, built as data: pure functions from what we know to blocks and views."""
