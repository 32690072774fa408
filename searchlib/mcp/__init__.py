"""The index as tools for programs that speak the Model Context Protocol: read only, every answer cited."""
