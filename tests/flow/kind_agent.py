# kind: agent-strategy
# param: query string: The question of the user
from dify_plugin.entities.model.message import UserPromptMessage
from dify_plugin.interfaces.agent import AgentStrategy


class S(AgentStrategy):
    def _invoke(self, parameters):
        messages = [UserPromptMessage(content=parameters["query"])]
        answer = self.session.model.llm.invoke(model_config=parameters["model"], prompt_messages=messages, stream=False)  # sends: message_content -> dify
        yield self.create_text_message(answer.message.content)
