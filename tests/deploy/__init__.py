"""How Giotay is run: image, proxies, services, papers of an operator."""
