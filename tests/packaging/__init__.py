"""Tests of the repository's outer shell: locks, import contracts, start-up, wheel, test run."""
