"""Listeners: one file per kind of delivery. They translate, commit, acknowledge, and do nothing else."""
