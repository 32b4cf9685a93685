"""The one way to a chat model: which one, how it is called, what may go wrong, what it has cost.

Nothing else in Cartographe calls a model or catches a model's errors. Any OpenAI-compatible address will
do: OpenAI (``https://api.openai.com/v1``), Azure through its compatible address
(``https://NAME.openai.azure.com/openai/v1``), or a server of one's own such as Ollama
(``http://localhost:11434/v1``), vLLM or llama.cpp.
"""
