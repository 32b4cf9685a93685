"""The way of a question, in pure steps: what is asked, what is held, which words answer, in whose words."""
