"""What the suite adds to the judges of `support`: a language model as judge, and how far judges agree with people."""
