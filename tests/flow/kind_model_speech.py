# kind: model speech2text
import requests
from dify_plugin.interfaces.model.speech2text_model import Speech2TextModel


class M(Speech2TextModel):
    def _invoke(self, model, credentials, file, user=None):
        answer = requests.post("https://api.openai.com/v1/audio/transcriptions", files={"file": file})  # sends: user_file -> openai
        return answer.json()["text"]
