"""`python -m offercheck` is `offercheck`."""

from offercheck.cli import main

if __name__ == "__main__":
    main()
