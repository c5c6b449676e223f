"""`python -m voc`, the same as `voc`."""

from voc.cli import main

if __name__ == "__main__":
    main(prog_name="voc")
