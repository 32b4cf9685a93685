"""Tests of Cartographe, in folders by kind; each name finishes the sentence 'it …'."""
