"""`python -m edgeproof` does the same as `edgeproof`."""

from edgeproof.cli import main

if __name__ == "__main__":
    main()
