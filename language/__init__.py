"""Everything that speaks to a language model or turns language into numbers.

Chat models behind one Protocol, token counts, and the sentence encoder that ships with Frontstage. The libraries
behind them (langchain, openai, tiktoken, onnxruntime, tokenizers) are imported here alone, and only at first use,
so that a login page costs none of them.
"""
