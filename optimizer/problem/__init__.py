"""A case with its scenario and changes, examined: what is wrong with it, or what there is to solve."""
