"""The report that a client is given: a web page, a PDF, slides."""
