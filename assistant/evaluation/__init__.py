"""Scripted Q&A: cases, asking, judging, measuring, reporting.

Files are read into cases (loading), asked in their conversations (running), judged turn by turn
(judging), measured (measuring, summarising), compared (comparing) and shown (printing, reporting).
"""

from assistant.evaluation.command import evaluate_command

__all__ = ["evaluate_command"]
