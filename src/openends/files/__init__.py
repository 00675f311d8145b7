"""Read and write files; nothing else."""
