"""What is known: accounts, people, sources, facts. No chat model and no Slack in here."""
