# credential: key secret-input
# param: prompt string: The message to the model
from dify_plugin import Tool
from openai import OpenAI


class T(Tool):
    def _invoke(self, tool_parameters):
        client = OpenAI(api_key=self.runtime.credentials["key"])
        messages = [{"role": "user", "content": tool_parameters["prompt"]}]
        answer = client.chat.completions.create(model="gpt-4o-mini", messages=messages)  # sends: message_content -> openai
        yield self.create_text_message(answer.choices[0].message.content)
