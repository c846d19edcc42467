"""Looking something up across what one may see: cases, organisations, what is counted."""
