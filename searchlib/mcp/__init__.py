"""An MCP server (Model Context Protocol): the index as read-only tools whose answers carry citations."""
