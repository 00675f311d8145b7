"""Put what respondents wrote beside "Other, specify" back onto the list, or make codes of it."""
