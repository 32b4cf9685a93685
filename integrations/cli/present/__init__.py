"""Pure builders: from what a use-case returned to what a terminal or a program reads."""
