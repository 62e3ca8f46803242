"""Cases, scenarios, problems, duty and plans: pure data and arithmetic, numpy and pandas only."""
