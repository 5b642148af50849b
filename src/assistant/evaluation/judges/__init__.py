"""Support judges behind one Protocol: does the evidence support the claim? None is the product's own verifier."""
