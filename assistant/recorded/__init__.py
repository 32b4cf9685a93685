"""Replies of a model, recorded once and served again: same request, same reply, no network.

A reply belongs to a request by its key, so a changed prompt is a request without a reply, never a
wrong one. Nothing here calls a model.
"""
