"""Text that is the file's own, kept with its offsets: plain, Markdown, other markup, LaTeX, subtitles."""
