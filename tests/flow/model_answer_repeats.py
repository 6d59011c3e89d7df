# kind: model rerank
import requests
from dify_plugin.interfaces.model.rerank_model import RerankModel


class M(RerankModel):
    def _invoke(self, model, credentials, query, docs, score_threshold=None, top_n=None, user=None):
        answer = requests.post("https://api.jina.ai/v1/rerank", json={"documents": docs})  # sends: user_content -> jina
        return [result["document"]["text"] for result in answer.json()["results"]]
