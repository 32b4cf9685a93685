"""The page before a meeting, in pure steps: sections of entries, each with the words it rests on."""
