"""What a workspace weighs: shown to everybody who reads the backlog, and changed by whoever may write."""
