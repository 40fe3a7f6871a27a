"""The centre over HTTP: GET shows, POST acts; nothing is cached, nothing personal stands in an address."""
