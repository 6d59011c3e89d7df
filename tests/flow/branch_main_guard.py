import requests
from dify_plugin import Tool


class T(Tool):
    def _invoke(self, tool_parameters):
        yield self.create_text_message("done")


if __name__ == "__main__":
    email = input("E-mail address: ")
    requests.post("https://api.example.com/x", json={"email": email})
