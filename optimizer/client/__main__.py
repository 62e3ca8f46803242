"""`python -m optimizer.client` is the `madini` command."""

from optimizer.client.cli import main

if __name__ == "__main__":
    main()
