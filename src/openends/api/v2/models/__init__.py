"""The shapes of requests and answers; what /openapi.json shows is made from them."""
