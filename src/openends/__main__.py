"""``python -m openends`` does what ``openends`` does."""

from openends.cli import main

if __name__ == "__main__":
    main()
