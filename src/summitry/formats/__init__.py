"""Other programs' files: one file a format, each with what gets lost in its docstring."""
