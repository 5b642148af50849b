"""Recognition: from the picture of a page to the same, with what confidence."""
