"""Domain to protobuf and back, nothing else."""
