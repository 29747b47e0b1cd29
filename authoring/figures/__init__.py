"""Figures in Chinese prose: which amounts, rates and counts a text names, and what it states of them."""
