"""The page: what a visitor of the program meets, as HTML, JSON and an iframe. Answers come from elsewhere."""
