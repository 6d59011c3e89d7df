# param: prompt string: The message to the model
from dify_plugin import Tool
from dify_plugin.entities.model.message import UserPromptMessage


class T(Tool):
    def _invoke(self, tool_parameters):
        messages = [UserPromptMessage(content=tool_parameters["prompt"])]
        answer = self.session.model.llm.invoke(model_config=tool_parameters["model"], prompt_messages=messages, stream=False)  # sends: message_content -> dify
        yield self.create_text_message(answer.message.content)
