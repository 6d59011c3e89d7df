# credential: region text-input default us-east-1
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        params = {"location": self.runtime.credentials["region"]}
        buckets = requests.get("https://api.example.com/buckets", params=params).json()
        yield self.create_text_message(buckets[0]["location"])
