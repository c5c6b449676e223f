"""What rises among themes, and whether that may be chance; pure."""
