"""Print the failure table: what each way to fail shows and does."""

from tests.failures.table import page

print(page(), end="")
