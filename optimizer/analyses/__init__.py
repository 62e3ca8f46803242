"""Questions asked of the floors below: the answer to a solve, decisions per mineral, rates of limits, duty."""
