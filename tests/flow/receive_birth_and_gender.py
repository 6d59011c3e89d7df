import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        patient = requests.get("https://api.example.com/patients/1").json()
        yield self.create_text_message(f"{patient['birth_date']} {patient['gender']}")  # receives: age -> example.com; gender -> example.com
