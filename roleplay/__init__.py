"""The customer: what a message does, how the customer takes it, and what the customer says. Values in, values out."""
