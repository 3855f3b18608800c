"""The oracle gives a real Redis's answers as a correct endpoint would."""
