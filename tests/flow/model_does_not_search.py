# param: question string: The question
from dify_plugin import Tool
from google import genai
from google.genai import types


class T(Tool):
    def _invoke(self, tool_parameters):
        contents = [types.Content(role="user", parts=[types.Part.from_text(text=tool_parameters["question"])])]
        config = types.GenerateContentConfig(tools=[types.Tool(code_execution=types.ToolCodeExecution())])
        client = genai.Client(api_key=self.runtime.credentials["api_key"])
        answer = client.models.generate_content(model="m", contents=contents, config=config)  # sends: message_content -> google
        yield self.create_text_message(answer.text)
