"""What a worker runs: one table of methods, bytes in and bytes out; neither gRPC nor the front."""
