"""Files that hold other files, which are read by their own readers: archives, and whatever has attachments."""
