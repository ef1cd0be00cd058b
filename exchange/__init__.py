"""What leaves for other systems, and the forms that it takes there."""
