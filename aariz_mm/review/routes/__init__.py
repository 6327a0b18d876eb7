"""The requests that the server of the review page answers, by what they are about."""
