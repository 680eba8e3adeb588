"""Commands for editors: `make new`, `make report`, `make devserver`."""
