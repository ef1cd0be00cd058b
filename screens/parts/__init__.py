"""What the screens are made of: each part draws one thing and decides nothing."""
