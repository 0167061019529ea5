"""Questions: ask and claim as contrasts of worlds. One file a question; numbers and ids only, no words."""
