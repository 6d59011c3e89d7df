# kind: model text-embedding
import requests
from dify_plugin.interfaces.model.text_embedding_model import TextEmbeddingModel


class M(TextEmbeddingModel):
    def _invoke(self, model, credentials, texts, user=None, input_type=None):
        return requests.post("https://api.openai.com/v1/embeddings", json={"model": model, "input": texts}).json()  # sends: user_content -> openai
