"""Words: every instruction a language model sees, as Markdown."""
