"""What exists and what a unit of it earns: the network of lanes, recipes and places, origins, sales, plants that may be built."""
