"""Other ways in: an HTTP server that speaks JSON, an MCP server, and what both share with the tools for LangChain.

`api_server` serves `api_routes` behind `api_gate`; `examination_store` holds what is in work and what was found.
`mcp_server` offers `picture_tools` to an agent, as `telltale.agent.langchain_tools` does. All of them give out the one
record, `telltale/examination/1`.
"""
