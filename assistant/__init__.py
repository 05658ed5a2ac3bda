"""Answers: understand, retrieve, answer, cite, check."""
