"""The store: one relational database that holds everything, and the only place where SQL is written."""
