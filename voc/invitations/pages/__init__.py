"""What people reach by the links in an invitation. None of these pages knows who is signed in, or keeps a cookie."""
