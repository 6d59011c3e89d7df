# param: passport_number string: Passport number of the traveller
# param: heart_rate number: Heart rate of the patient
import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        requests.post("https://api.example.com/a", json={"document": tool_parameters["passport_number"]})  # sends: government_id -> example.com
        requests.post("https://api.github.com/b", json={"bpm": tool_parameters["heart_rate"]})  # sends: health_information -> github
        yield self.create_text_message("sent")
