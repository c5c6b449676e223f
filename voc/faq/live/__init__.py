"""What the thank-you card goes on with: an approved answer to a question, one question about a complaint."""
