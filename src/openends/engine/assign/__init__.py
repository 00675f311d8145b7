"""Give every response its codes: one module per layer, and the arbiter that joins them."""
