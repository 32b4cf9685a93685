"""What the Slack app does about each intent: one file per interaction, posts out, nothing sent."""
