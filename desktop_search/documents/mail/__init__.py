"""Messages of people to each other: mail, mailboxes, and what Outlook keeps."""
