"""What LangChain's client of OpenAI calls."""

from fake_openai import ROUTES

__all__ = ["ROUTES"]
