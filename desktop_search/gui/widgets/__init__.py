"""What every page is made of: colours, fonts, symbols, labels, buttons, notices."""
