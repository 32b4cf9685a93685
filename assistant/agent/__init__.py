"""The agent: a chat model asks our tools, and code checks every sentence it says before anybody sees it."""
