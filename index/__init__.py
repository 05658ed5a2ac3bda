"""Passages: cut, embed, keep, find."""
