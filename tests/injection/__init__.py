"""Hostile instructions in every text that enters, and a model that obeys each of them."""
