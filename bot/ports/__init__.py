"""What the machinery asks of the world outside, as Protocols, and the neutral vocabulary that crosses the border."""
