"""Web pages that a person named: fetched safely, read as text, in a process of their own."""
